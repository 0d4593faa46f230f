package server;

import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.IOException;

/** A Kuzzle for the applications: says where it listens, and ends with its input. */
public final class Server {
    private Server() {}

    public static void main(String[] args) throws IOException {
        try (KuzzleServer server = KuzzleServer.builder().http().start()) {
            System.out.println(server.url() + " " + server.httpUrl());
            System.in.transferTo(System.out);
        }
    }
}
