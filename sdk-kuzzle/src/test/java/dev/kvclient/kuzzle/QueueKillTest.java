package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.Receipt;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.kuzzle.fixture.Clients;
import dev.kvclient.offline.Delivery;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.testkit.FaultRule;
import dev.kvclient.testkit.fixture.WireTap;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that writes without a connection is killed at any moment, and now and then the one that delivers what it has
 * left as well: whatever its callers were told is accepted reaches the server, each key in the order of the calls.
 *
 * <p>{@code -Dqueue.kills=100} for more of it.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class QueueKillTest {
    private static final int KILLS = Integer.getInteger("queue.kills", 10);
    private static final int NUMBERS_A_ROUND = 100_000;

    private final Random random = new Random(11);
    private int inReplay;

    @TempDir
    private Path folder;

    /** What a caller was told is accepted. */
    private record Accepted(String key, int number, String what, Receipt receipt) {
        /** As it is seen on the wire, where a delete has no number. */
        private String seen() {
            return what.equals("set") ? "set " + number : "delete";
        }
    }

    @Test
    void whatWasAcceptedIsDelivered() throws Exception {
        Path file = folder.resolve("queue");
        int accepted = 0;
        int kills = 0;
        for (int round = 0; kills < KILLS; round++) {
            List<Accepted> all = writeAndKill(file, round);
            kills++;
            accepted += all.size();
            try (KuzzleServer server = KuzzleServer.start();
                    WireTap tap = WireTap.before(server.port())) {
                if (round % 3 == 2 && !all.isEmpty()) {
                    deliverAndKill(file, server, tap, all.size());
                    kills++;
                }
                deliver(file, tap, all);
                check(server, tap, all);
            }
        }
        assertThat(accepted).isGreaterThan(10 * KILLS);
        assertThat(inReplay).as("kills with something left to deliver").isPositive();
    }

    private List<Accepted> writeAndKill(Path file, int round) throws Exception {
        Process child = QueueChild.start(file, closedPort(), Optional.of(1 + round * NUMBERS_A_ROUND));
        List<Accepted> all = new ArrayList<>();
        try (BufferedReader lines = child.inputReader(StandardCharsets.US_ASCII)) {
            assertThat(lines.readLine()).isEqualTo("open");
            Thread killer = killer(child);
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                // The last line may not be whole.
                if (line.endsWith(" .")) {
                    all.add(new Accepted(words[1], Integer.parseInt(words[2]), words[0], Receipt.parse(words[3])));
                }
            }
            killer.join();
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        return all;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket once = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return once.getLocalPort();
        }
    }

    /** Waiting for an end that does not come is the wait until the moment of the kill. */
    private Thread killer(Process child) {
        int millis = random.nextInt(500);
        Thread killer = new Thread(
                () -> {
                    try {
                        child.waitFor(millis, TimeUnit.MILLISECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    // The process itself would close its output as well, and what it has said would be lost.
                    child.toHandle().destroyForcibly();
                },
                "killer");
        killer.setDaemon(true);
        killer.start();
        return killer;
    }

    /** Kills the next process while it delivers. */
    private void deliverAndKill(Path file, KuzzleServer server, WireTap tap, int atMost) throws Exception {
        int until = 1 + random.nextInt(Math.max(1, atMost * 3 / 4));
        // Slow enough to be met in the middle.
        FaultRule slowly = server.faults().on(Faults.any(), Fault.delayAnswer(Duration.ofMillis(10)));
        Process child = QueueChild.start(file, tap.port(), Optional.empty());
        try {
            await().atMost(Duration.ofSeconds(20))
                    .alias("to be delivered: " + until + " of " + atMost)
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> tap.frames().size() >= until);
        } finally {
            child.toHandle().destroyForcibly();
            child.destroyForcibly();
        }
        assertThat(child.waitFor(20, TimeUnit.SECONDS)).isTrue();
        // What it has sent is executed before anything that is sent after it.
        await().until(() -> server.connections() == 0);
        slowly.remove();
        long delivered =
                writes(tap.frames()).values().stream().mapToInt(List::size).sum();
        inReplay += delivered < atMost ? 1 : 0;
    }

    private static void deliver(Path file, WireTap tap, List<Accepted> all) {
        try (KvClient kv = Clients.client(Clients.backend(tap.port()))
                .offline(OfflineQueue.durable(file))
                .startOffline()
                .connect()) {
            OfflineQueue queue = kv.offlineQueue();
            assertThat(queue.damage()).isEmpty();
            await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
                assertThat(queue.entries()).isZero();
                assertThat(all)
                        .allMatch(one -> queue.outcome(one.receipt())
                                .map(Delivery::status)
                                .filter(DeliveryStatus.DELIVERED::equals)
                                .isPresent());
            });
            assertThat(queue.deadLetters()).isEmpty();
        }
    }

    private static void check(KuzzleServer server, WireTap tap, List<Accepted> all) throws IOException {
        Map<String, List<String>> delivered = new TreeMap<>();
        for (List<String> connection : tap.connections()) {
            Map<String, List<String>> ofOne = writes(connection);
            ofOne.forEach(QueueKillTest::assertInOrder);
            ofOne.forEach((key, writes) ->
                    delivered.computeIfAbsent(key, k -> new ArrayList<>()).addAll(writes));
        }
        Map<String, List<Accepted>> accepted = new TreeMap<>();
        all.forEach(one ->
                accepted.computeIfAbsent(one.key(), k -> new ArrayList<>()).add(one));
        accepted.forEach((key, some) -> {
            List<String> writes = some.stream()
                    .sorted(Comparator.comparingInt(Accepted::number))
                    .map(Accepted::seen)
                    .toList();
            assertThat(delivered).containsKey(key);
            assertThat(isWithin(writes, delivered.get(key)))
                    .as("%s of %s in their order within %s", writes, key, delivered.get(key))
                    .isTrue();
        });
        delivered.forEach((key, writes) -> {
            String last = writes.get(writes.size() - 1);
            assertThat(server.value(key))
                    .as(key)
                    .isEqualTo(last.equals("delete") ? Optional.empty() : Optional.of(last.substring(4)));
        });
    }

    private static void assertInOrder(String key, List<String> writes) {
        List<Integer> numbers = writes.stream()
                .filter(write -> write.startsWith("set "))
                .map(write -> Integer.valueOf(write.substring(4)))
                .toList();
        assertThat(numbers).as(key).isSorted().doesNotHaveDuplicates();
    }

    private static boolean isWithin(List<String> some, List<String> all) {
        Iterator<String> rest = all.iterator();
        return some.stream().allMatch(one -> {
            while (rest.hasNext()) {
                if (rest.next().equals(one)) {
                    return true;
                }
            }
            return false;
        });
    }

    /** The writes of a connection by their keys, in the order in which they were sent. */
    private static Map<String, List<String>> writes(List<String> frames) {
        Map<String, List<String>> writes = new TreeMap<>();
        for (String frame : frames) {
            Frame request = KvCodec.standard()
                    .decode(new StoredValue.Json(frame.getBytes(StandardCharsets.UTF_8)), KvType.of(Frame.class))
                    .orElseThrow();
            if ("set".equals(request.action())) {
                writes.computeIfAbsent(request._id(), k -> new ArrayList<>())
                        .add("set " + request.body().value());
            } else if ("del".equals(request.action())) {
                writes.computeIfAbsent(request.body().keys().get(0), k -> new ArrayList<>())
                        .add("delete");
            }
        }
        return writes;
    }

    /** What this test looks at of a request, in the names of the wire. */
    record Frame(String action, String _id, Body body) {}

    record Body(Object value, List<String> keys) {}
}
