package dev.kvclient.testkit.ndb;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A WebSocket client on a bare socket, which can write several frames, also bad ones, in one go. */
final class RawClient implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String UPGRADE = """
            GET / HTTP/1.1\r
            Host: localhost\r
            Upgrade: websocket\r
            Connection: Upgrade\r
            Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
            Sec-WebSocket-Version: 13\r
            \r
            """;
    private static final int FINAL = 0x80;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;
    private static final int DROPPED = 1006;

    private final Socket socket;
    private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    private final AtomicInteger pings = new AtomicInteger();
    private final CompletableFuture<Integer> closeCode = new CompletableFuture<>();
    private final Thread reader;

    private RawClient(Socket socket, DataInputStream in) {
        this.socket = socket;
        reader = new Thread(() -> read(in), "test-reader");
        reader.setDaemon(true);
        reader.start();
    }

    static RawClient connect(NdbServer server) {
        try {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
            socket.setTcpNoDelay(true);
            socket.getOutputStream().write(UPGRADE.getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
            StringBuilder response = new StringBuilder();
            while (response.indexOf("\r\n\r\n") < 0) {
                response.append((char) in.readUnsignedByte());
            }
            if (!response.toString().startsWith("HTTP/1.1 101")) {
                throw new IllegalStateException(response.toString());
            }
            return new RawClient(socket, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes text frames in one go. */
    void send(String... frames) {
        send(false, List.of(frames));
    }

    void send(boolean binary, List<String> frames) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        frames.forEach(
                frame -> bytes.writeBytes(frame(binary ? BINARY : TEXT, frame.getBytes(StandardCharsets.UTF_8))));
        write(bytes.toByteArray());
    }

    /** Writes a text frame with those bytes, right behind another. */
    void sendBytesBehind(String frame, byte[] payload) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(frame(TEXT, frame.getBytes(StandardCharsets.UTF_8)));
        bytes.writeBytes(frame(TEXT, payload));
        write(bytes.toByteArray());
    }

    /** Writes a message in two fragments, and these byte by byte. */
    void sendInPieces(String message) {
        byte[] all = message.getBytes(StandardCharsets.UTF_8);
        byte[] first = frame(TEXT, Arrays.copyOf(all, all.length / 2));
        first[0] = TEXT;
        byte[] second = frame(0, Arrays.copyOfRange(all, all.length / 2, all.length));
        for (byte b : first) {
            write(new byte[] {b});
        }
        for (byte b : second) {
            write(new byte[] {b});
        }
    }

    private void write(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A masked frame, by a mask of zeros. */
    private static byte[] frame(int opcode, byte[] payload) {
        ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
        frame.put((byte) (FINAL | opcode));
        if (payload.length < 126) {
            frame.put((byte) (FINAL | payload.length));
        } else if (payload.length < 65_536) {
            frame.put((byte) (FINAL | 126)).putShort((short) payload.length);
        } else {
            frame.put((byte) (FINAL | 127)).putLong(payload.length);
        }
        frame.putInt(0).put(payload);
        return Arrays.copyOf(frame.array(), frame.position());
    }

    private void read(DataInputStream in) {
        int code = DROPPED;
        try {
            while (true) {
                int opcode = in.readUnsignedByte() & ~FINAL;
                long length = in.readUnsignedByte();
                if (length == 126) {
                    length = in.readUnsignedShort();
                } else if (length == 127) {
                    length = in.readLong();
                }
                byte[] payload = in.readNBytes((int) length);
                String text = new String(payload, StandardCharsets.UTF_8);
                if (opcode == TEXT) {
                    texts.add(text);
                } else if (opcode == PONG) {
                    pongs.add(text);
                } else if (opcode == PING) {
                    pings.incrementAndGet();
                } else if (opcode == CLOSE) {
                    code = ByteBuffer.wrap(payload).getShort();
                }
            }
        } catch (EOFException | SocketException end) {
            closeCode.complete(code);
        } catch (IOException failed) {
            closeCode.completeExceptionally(failed);
        }
    }

    /** Sends frames in one go and returns what came until each is answered. */
    List<String> ask(String... frames) {
        send(frames);
        return next(frames.length);
    }

    String askOne(String frame) {
        return ask(frame).get(0);
    }

    List<String> next(int count) {
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String text = poll(PATIENCE);
            if (text == null) {
                throw new IllegalStateException("no frame came after " + answers);
            }
            answers.add(text);
        }
        return answers;
    }

    /** Waits for a frame, null when none comes. */
    @Nullable
    String poll(Duration patience) {
        return poll(texts, patience);
    }

    private static @Nullable String poll(BlockingQueue<String> queue, Duration patience) {
        try {
            return queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Sends a ping and waits for its pong; false when none comes. */
    boolean ping(Duration patience) {
        write(frame(PING, new byte[] {'p'}));
        return poll(pongs, patience) != null;
    }

    /** Waits for the end of the connection and returns its code. */
    int awaitClose() {
        return closeCode.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** How many pings have come; they are not answered. */
    int pingsSeen() {
        return pings.get();
    }

    boolean hasClosed() {
        return closeCode.isDone();
    }

    @Override
    public void close() {
        try {
            socket.close();
            reader.join(PATIENCE.toMillis());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
