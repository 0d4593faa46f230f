package dev.kvclient.transport;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server on loopback that does with each connection what a test says, byte by byte. */
final class RawServer implements AutoCloseable {
    static final int TEXT = 1;
    static final int CLOSE = 8;
    static final int PING = 9;
    static final int PONG = 10;

    private static final Logger LOG = LoggerFactory.getLogger(RawServer.class);

    private final ServerSocket listener;
    private final boolean tls;
    private final Script script;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();

    /** What to do with one connection; when it returns the connection is closed. */
    @FunctionalInterface
    interface Script {
        void run(Peer peer) throws Exception;
    }

    /** A frame, unmasked. */
    static final class Frame {
        private final int opcode;
        private final byte[] payload;

        Frame(int opcode, byte[] payload) {
            this.opcode = opcode;
            this.payload = payload;
        }

        int opcode() {
            return opcode;
        }

        int length() {
            return payload.length;
        }

        String text() {
            return new String(payload, StandardCharsets.UTF_8);
        }

        int closeCode() {
            return ByteBuffer.wrap(payload).getShort() & 0xffff;
        }
    }

    private RawServer(ServerSocket listener, boolean tls, Script script) {
        this.listener = listener;
        this.tls = tls;
        this.script = script;
        start("test-server", this::acceptAll);
    }

    static RawServer plain(Script script) throws IOException {
        return new RawServer(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), false, script);
    }

    static RawServer tls(SSLContext context, Script script) throws IOException {
        return new RawServer(
                context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress()),
                true,
                script);
    }

    URI uri() {
        return URI.create((tls ? "wss://localhost:" : "ws://127.0.0.1:") + port());
    }

    int port() {
        return listener.getLocalPort();
    }

    int accepted() {
        return accepted.get();
    }

    /** Cuts the connections that are open. */
    void cutAll() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }

    /** Ends the server, and fails if a script failed. */
    @Override
    public void close() throws IOException {
        listener.close();
        cutAll();
        if (!failures.isEmpty()) {
            throw new AssertionError("a script of the server failed", failures.get(0));
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void acceptAll() {
        try {
            while (true) {
                Socket socket = listener.accept();
                sockets.add(socket);
                int number = accepted.incrementAndGet();
                start("test-server-" + number, () -> serve(socket, number));
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                failures.add(e);
            }
        }
    }

    private void serve(Socket socket, int number) {
        try (socket) {
            script.run(new Peer(socket, number));
        } catch (IOException e) {
            LOG.debug("Connection {} ended, as it does when a test cuts it", number, e);
        } catch (Exception | AssertionError e) {
            failures.add(e);
        }
    }

    /** The server's side of one connection. */
    static final class Peer {
        final Socket socket;
        /** 1 for the first connection of the server. */
        final int number;

        final DataInputStream in;
        final OutputStream out;

        Peer(Socket socket, int number) throws IOException {
            this.socket = socket;
            this.number = number;
            this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 64 * 1024));
            this.out = socket.getOutputStream();
        }

        String readHead() throws IOException {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            return head.toString();
        }

        /** Reads the request and answers it with the upgrade. */
        String upgrade() throws IOException, NoSuchAlgorithmException {
            String head = readHead();
            String key = head.lines()
                    .filter(l -> l.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:"))
                    .findFirst()
                    .orElseThrow()
                    .substring("sec-websocket-key:".length())
                    .trim();
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
            write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n");
            return head;
        }

        void write(String ascii) throws IOException {
            out.write(ascii.getBytes(StandardCharsets.US_ASCII));
            out.flush();
        }

        Frame readFrame() throws IOException {
            int opcode = in.readUnsignedByte() & 0x0f;
            int length = in.readUnsignedByte() & 0x7f;
            if (length == 126) {
                length = in.readUnsignedShort();
            } else if (length == 127) {
                length = (int) in.readLong();
            }
            byte[] mask = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            if (payload.length < length) {
                throw new IOException("ended in mid-frame");
            }
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i % 4];
            }
            return new Frame(opcode, payload);
        }

        /** The next text frame; answers no ping. */
        Frame readText() throws IOException {
            Frame frame = readFrame();
            while (frame.opcode() != TEXT) {
                frame = readFrame();
            }
            return frame;
        }

        void sendText(String text) throws IOException {
            send(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
        }

        void sendClose(int code) throws IOException {
            send(0x80 | CLOSE, new byte[] {(byte) (code >> 8), (byte) code});
        }

        /** Sends a frame with this first byte. */
        void send(int first, byte[] payload) throws IOException {
            ByteArrayOutputStream frame = new ByteArrayOutputStream();
            frame.write(first);
            if (payload.length < 126) {
                frame.write(payload.length);
            } else {
                frame.write(126);
                frame.write(payload.length >> 8);
                frame.write(payload.length);
            }
            frame.writeBytes(payload);
            out.write(frame.toByteArray());
            out.flush();
        }

        /** Reads and throws away until the client is gone. */
        void drain() throws IOException {
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
