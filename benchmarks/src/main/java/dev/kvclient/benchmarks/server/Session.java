package dev.kvclient.benchmarks.server;

import java.io.IOException;

/** One connection, as its protocol sees it. For one thread. */
interface Session {
    /**
     * Takes what has come, as far as it is whole, and answers it.
     *
     * @return how many bytes were taken
     * @throws IOException if the connection is to be cut
     */
    int take(byte[] in, int from, int to, Output out) throws IOException;
}
