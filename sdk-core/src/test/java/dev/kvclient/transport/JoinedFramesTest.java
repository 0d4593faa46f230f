package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.java_websocket.WebSocket;
import org.java_websocket.handshake.ClientHandshake;
import org.java_websocket.server.WebSocketServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class JoinedFramesTest extends TransportTest {
    private static final int THREAD_COUNT = 8;
    private static final int FRAMES = 20_000;

    @Test
    void allFramesArriveInTheOrderOfTheirThread() throws Exception {
        int[] next = new int[THREAD_COUNT];
        CountDownLatch all = new CountDownLatch(THREAD_COUNT * FRAMES);
        AtomicReference<String> wrong = new AtomicReference<>();
        RawServer server = server(peer -> {
            peer.upgrade();
            while (true) {
                String[] parts = peer.readText().text().split(":", 2);
                int thread = Integer.parseInt(parts[0]);
                if (Integer.parseInt(parts[1]) != next[thread]++) {
                    wrong.compareAndSet(null, "thread " + thread + " at " + parts[1]);
                }
                all.countDown();
            }
        });
        connected(settings(server.uri()));
        FrameChannel channel = protocol.nextOpened();
        AtomicInteger disorder = new AtomicInteger();
        long[] lastNumber = {0};
        Thread[] senders = new Thread[THREAD_COUNT];
        for (int t = 0; t < THREAD_COUNT; t++) {
            int thread = t;
            senders[t] = new Thread(
                    () -> {
                        for (int i = 0; i < FRAMES; i++) {
                            byte[] text = String.format(Locale.ROOT, "%d:%d", thread, i)
                                    .getBytes(StandardCharsets.UTF_8);
                            // The lock of the channel makes this array safe, and the numbers come in order.
                            channel.send(text, number -> {
                                if (number != lastNumber[0] + 1) {
                                    disorder.incrementAndGet();
                                }
                                lastNumber[0] = number;
                            });
                        }
                    },
                    "test-sender-" + t);
            senders[t].start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(all.await(60, TimeUnit.SECONDS)).isTrue();
        assertThat(wrong.get()).isNull();
        assertThat(disorder).hasValue(0);
        assertThat(lastNumber[0]).isEqualTo((long) THREAD_COUNT * FRAMES);
        assertThat(Arrays.stream(next)).allMatch(n -> n == FRAMES);
    }

    /**
     * Were a frame left in the buffer, nobody would come to send it: each sender here waits for its answer before it
     * goes on, and the bursts end at every possible moment of the writing thread. Only frames of the protocol's own
     * stir the stream (there are no pings within the test's time).
     */
    @Test
    void noFrameIsEverLeftBehind() throws Exception {
        int rounds = 3_000;
        RawServer server = server(peer -> {
            peer.upgrade();
            while (true) {
                peer.sendText(peer.readText().text());
            }
        });
        Semaphore[] answers = new Semaphore[THREAD_COUNT];
        Arrays.setAll(answers, i -> new Semaphore(0));
        RecordingProtocol byThread = new RecordingProtocol() {
            @Override
            public void received(FrameChannel channel, byte[] utf8) {
                answers[utf8[0] - '0'].release();
            }
        };
        awaitConnected(connection(settings(server.uri()).pingInterval(Duration.ofHours(1)), byThread));
        FrameChannel channel = byThread.nextOpened();
        AtomicInteger stalls = new AtomicInteger();
        Thread[] senders = new Thread[THREAD_COUNT];
        for (int t = 0; t < THREAD_COUNT; t++) {
            byte[] text = (t + "x".repeat(t * 40)).getBytes(StandardCharsets.UTF_8);
            Semaphore mine = answers[t];
            senders[t] = new Thread(
                    () -> {
                        for (int i = 0; i < rounds && stalls.get() == 0; i++) {
                            int burst = 1 + i % 3;
                            for (int n = 0; n < burst; n++) {
                                channel.send(text);
                            }
                            try {
                                if (!mine.tryAcquire(burst, 20, TimeUnit.SECONDS)) {
                                    stalls.incrementAndGet();
                                }
                            } catch (InterruptedException e) {
                                throw new AssertionError(e);
                            }
                        }
                    },
                    "test-sender-" + t);
            senders[t].start();
        }
        for (Thread sender : senders) {
            sender.join();
        }
        assertThat(stalls).hasValue(0);
    }

    @Test
    void largeAndSmallFramesKeepTheirOrder() throws Exception {
        int frames = 300;
        AtomicInteger good = new AtomicInteger();
        RawServer server = server(peer -> {
            peer.upgrade();
            for (int i = 0; i < frames; i++) {
                if (peer.readText().length() == length(i)) {
                    good.incrementAndGet();
                }
            }
            peer.drain();
        });
        connected(settings(server.uri()));
        FrameChannel channel = protocol.nextOpened();
        for (int i = 0; i < frames; i++) {
            channel.send("y".repeat(length(i)).getBytes(StandardCharsets.UTF_8));
        }
        await().untilAsserted(() -> assertThat(good).hasValue(frames));
    }

    private static int length(int i) {
        return i % 10 == 0 ? 300_000 + i : 10 + i;
    }

    @Test
    void talksToAServerOfTheLibrarysOwn() throws Exception {
        CompletableFuture<Integer> port = new CompletableFuture<>();
        WebSocketServer server = new WebSocketServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1) {
            @Override
            public void onOpen(WebSocket socket, ClientHandshake handshake) {
                socket.send("welcome");
            }

            @Override
            public void onClose(WebSocket socket, int code, String reason, boolean remote) {
                // The test looks at the client.
            }

            @Override
            public void onMessage(WebSocket socket, String message) {
                socket.send(message);
            }

            @Override
            public void onError(WebSocket socket, Exception e) {
                port.completeExceptionally(e);
            }

            @Override
            public void onStart() {
                port.complete(getPort());
            }
        };
        server.setConnectionLostTimeout(0);
        server.setDaemon(true);
        server.start();
        try {
            WebSocketConnection connection =
                    connected(settings(URI.create("ws://127.0.0.1:" + port.get(20, TimeUnit.SECONDS))));
            assertThat(protocol.nextReceived()).isEqualTo("welcome");
            FrameChannel channel = protocol.nextOpened();
            for (int i = 0; i < 1000; i++) {
                channel.send(("message " + i).getBytes(StandardCharsets.UTF_8));
            }
            for (int i = 0; i < 1000; i++) {
                assertThat(protocol.nextReceived()).isEqualTo("message " + i);
            }
            connection.close();
        } finally {
            server.stop(1000);
        }
    }
}
