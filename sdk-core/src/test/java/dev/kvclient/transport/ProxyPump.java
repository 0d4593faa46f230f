package dev.kvclient.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The part of a proxy that copies bytes both ways until one side ends. */
final class ProxyPump {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyPump.class);

    private ProxyPump() {}

    /** Connects a peer with a port on loopback; returns when the peer ends. */
    static void pump(RawServer.Peer peer, int port) throws IOException {
        pump(peer, port, ProxyPump::ignore);
    }

    /** As {@link #pump(RawServer.Peer, int)}, and shows somebody what the peer sends. */
    static void pump(RawServer.Peer peer, int port, BiConsumer<byte[], Integer> tap) throws IOException {
        try (Socket onward = new Socket(InetAddress.getLoopbackAddress(), port)) {
            Thread back = new Thread(() -> copyBack(onward, peer), "test-proxy");
            back.setDaemon(true);
            back.start();
            copy(peer.in, onward.getOutputStream(), tap);
        }
    }

    private static void ignore(byte[] bytes, int length) {
        // Nobody looks.
    }

    private static void copyBack(Socket from, RawServer.Peer to) {
        try (to.socket) {
            copy(from.getInputStream(), to.out, ProxyPump::ignore);
        } catch (IOException e) {
            LOG.debug("A copy ended, as it does when a test cuts a connection", e);
        }
    }

    private static void copy(InputStream in, OutputStream out, BiConsumer<byte[], Integer> tap) throws IOException {
        byte[] buffer = new byte[8192];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            tap.accept(buffer, n);
            out.write(buffer, 0, n);
            out.flush();
        }
    }
}
