package dev.kvclient.testkit.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** All faults in turn, while several clients talk to an echo. */
@ExtendWith(NoThreadLeft.class)
class StressTest {
    private static final int CLIENTS = 4;
    private static final Duration LONG = Duration.ofMillis(60);
    private static final Duration SHORT = Duration.ofMillis(10);

    private static FaultScript everything(long seed) {
        List<FaultChoice> choices = new ArrayList<>();
        for (Cut how : Cut.values()) {
            choices.add(FaultChoice.of(1, NetworkFault.cut(how)));
            choices.add(FaultChoice.of(1, NetworkFault.cutOne(how)));
            for (Direction way : Direction.values()) {
                choices.add(FaultChoice.drawn(1, random -> NetworkFault.cutAfter(way, random.nextInt(50_000), how))
                        .lasting(SHORT, LONG));
            }
        }
        for (Direction way : Direction.values()) {
            for (NetworkFault fault : List.of(
                    NetworkFault.swallow(way),
                    NetworkFault.swallow(way).sparingNew(),
                    NetworkFault.stall(way),
                    NetworkFault.delay(way, SHORT),
                    NetworkFault.trickle(way, 100, Duration.ofMillis(1)),
                    NetworkFault.limit(way, 1_000_000))) {
                choices.add(FaultChoice.of(1, fault).lasting(SHORT, LONG));
            }
        }
        choices.add(FaultChoice.of(3, NetworkFault.refuse()).lasting(SHORT, LONG));
        choices.add(FaultChoice.of(2, NetworkFault.silent()).lasting(SHORT, LONG));
        return FaultScript.seeded(seed).calm(Duration.ofMillis(1), SHORT).oneOf(choices.toArray(FaultChoice[]::new));
    }

    /** An echo on blocking sockets, each on a thread. */
    private static final class Echo implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 50, Door.loopback());
        private final Set<Socket> open = ConcurrentHashMap.newKeySet();
        private final ExecutorService threads;

        Echo(ExecutorService threads) throws IOException {
            this.threads = threads;
            threads.execute(this::accept);
        }

        private void accept() {
            try {
                while (true) {
                    Socket socket = listener.accept();
                    open.add(socket);
                    threads.execute(() -> answer(socket));
                }
            } catch (IOException closed) {
                assertThat(listener.isClosed()).isTrue();
            }
        }

        private void answer(Socket socket) {
            try (socket) {
                socket.getInputStream().transferTo(socket.getOutputStream());
            } catch (IOException cut) {
                assertThat(cut).isNotNull();
            } finally {
                open.remove(socket);
            }
        }

        @Override
        public void close() throws IOException {
            listener.close();
            for (Socket socket : open) {
                socket.close();
            }
        }
    }

    /**
     * Connects and talks, again and again: whatever comes back is a beginning of what was sent, without a gap. Numbers
     * of one byte would hide a gap of 256; 251 does not divide any likely size.
     */
    private static void talk(FaultProxy proxy, FaultPlayback playback, AtomicLong echoed, ExecutorService threads) {
        while (!playback.hasEnded()) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(Door.loopback(), proxy.port()), 1_000);
                socket.setSoTimeout(200);
                threads.execute(() -> send(socket));
                InputStream in = socket.getInputStream();
                byte[] bytes = new byte[1 << 14];
                long at = 0;
                for (int n = in.read(bytes); n >= 0 && !playback.hasEnded(); n = in.read(bytes)) {
                    for (int i = 0; i < n; i++) {
                        if (bytes[i] != (byte) ((at + i) % 251)) {
                            throw new AssertionError("a gap at " + (at + i));
                        }
                    }
                    at += n;
                    echoed.addAndGet(n);
                }
            } catch (IOException fault) {
                assertThat(fault).isNotNull();
            }
        }
    }

    private static void send(Socket socket) {
        byte[] bytes = new byte[251 * 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 251);
        }
        try {
            OutputStream out = socket.getOutputStream();
            while (true) {
                out.write(bytes);
            }
        } catch (IOException cut) {
            assertThat(cut).isNotNull();
        }
    }

    @Test
    void nothingComesWithAGapWhateverHappens() throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "kv-proxy-stress");
            thread.setDaemon(true);
            return thread;
        });
        AtomicLong echoed = new AtomicLong();
        FaultScript script = everything(42).repeatFor(Duration.ofSeconds(3));
        try (Echo echo = new Echo(threads);
                FaultProxy proxy = FaultProxy.inFrontOf(echo.listener.getLocalPort())) {
            FaultPlayback playback = proxy.play(script);
            List<CompletableFuture<Void>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(CompletableFuture.runAsync(() -> talk(proxy, playback, echoed, threads), threads));
            }
            clients.forEach(Timed::resultOf);
            assertThat(playback.played()).extracting(PlayedStep::step).isEqualTo(script.steps());
            assertThat(proxy.inForce()).isEmpty();
            assertThat(proxy.counters().cutWithFin()).isPositive();
            assertThat(proxy.counters().cutWithRst()).isPositive();
            assertThat(proxy.counters().bytesSwallowed()).isPositive();
            assertThat(echoed.get()).isPositive();
            Timed.runWithin(Timed.SOON, proxy::close);
        } finally {
            threads.shutdown();
        }
    }
}
