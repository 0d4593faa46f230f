package dev.kvclient.kuzzle;

import static dev.kvclient.kuzzle.fixture.Clients.backend;
import static dev.kvclient.kuzzle.fixture.Clients.client;
import static dev.kvclient.kuzzle.fixture.Clients.connect;
import static dev.kvclient.testkit.fixture.Timed.resultOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.testkit.fixture.CapturedLogs;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the server sends by itself, by {@link KuzzleClient#onNotification}. */
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class NotificationsTest {
    private static final String DOCUMENT = "{\"status\":200,\"requestId\":\"1\",\"timestamp\":1795144109994,"
            + "\"volatile\":{\"t\":1},\"index\":\"town\",\"collection\":\"streets\",\"controller\":\"document\","
            + "\"action\":\"create\",\"protocol\":\"websocket\",\"scope\":\"in\",\"event\":\"write\","
            + "\"type\":\"document\",\"result\":{\"_id\":\"main\",\"_source\":{\"length\":1.50}},"
            + "\"room\":\"channel-1\",\"node\":\"knode-1\"}";

    private static final String USER = "{\"status\":200,\"timestamp\":1,\"volatile\":null,\"index\":\"town\","
            + "\"collection\":\"streets\",\"controller\":\"realtime\",\"action\":\"subscribe\",\"type\":\"user\","
            + "\"user\":\"in\",\"result\":{\"count\":2},\"room\":\"channel-1\"}";

    private static final String DEBUGGER =
            "{\"event\":\"Kuzzle.Debugger.x\",\"result\":{\"a\":[]},\"room\":\"kuzzle-debugger-event\"}";

    private record Street(String _id, Map<String, Object> _source) {}

    private record Head(String type, String room, long timestamp) {}

    private final KuzzleServer server = KuzzleServer.start();
    private final List<KuzzleNotification> told = new CopyOnWriteArrayList<>();
    private KvClient kv;
    private KuzzleClient kuzzle;

    @BeforeEach
    void open() {
        kv = connect(server);
        kuzzle = kv.unwrap(KuzzleClient.class);
        // The server, too, knows of the connection now.
        kv.ping();
    }

    @AfterEach
    void close() {
        kv.close();
        server.close();
    }

    private static String numbered(int number) {
        return "{\"type\":\"document\",\"number\":" + number + ",\"room\":\"r\"}";
    }

    private static int number(KuzzleNotification notification) {
        return notification.get("number", Integer.class).orElseThrow();
    }

    private List<Integer> numbers() {
        return told.stream().map(NotificationsTest::number).toList();
    }

    @Test
    void aNotificationIsReadAsWhatItIsAskedFor() {
        kuzzle.onNotification(told::add);

        assertThat(server.push(DOCUMENT)).isEqualTo(1);

        await().until(() -> told.size() == 1);
        KuzzleNotification n = told.get(0);
        assertThat(n.type()).contains(KuzzleNotification.DOCUMENT);
        assertThat(n.room()).contains("channel-1");
        assertThat(n.get("action", String.class)).contains("create");
        assertThat(n.get("result", Street.class)).contains(new Street("main", Map.of("length", 1.5)));
        assertThat(n.get("result", RawJson.class))
                .contains(RawJson.of("{\"_id\":\"main\",\"_source\":{\"length\":1.50}}"));
        assertThat(n.get("volatile", new KvType<Map<String, Integer>>() {})).contains(Map.of("t", 1));
        assertThat(n.get("missing", String.class)).isEmpty();
        assertThat(n.as(Head.class)).isEqualTo(new Head("document", "channel-1", 1_795_144_109_994L));
        assertThat(n.map()).containsEntry("scope", "in").hasSize(15);
        assertThat(n.names()).startsWith("status", "requestId").hasSize(15);
        assertThat(n.json()).isEqualTo(RawJson.of(DOCUMENT));
        assertThat(n.toString()).isEqualTo("KuzzleNotification[document channel-1]");
        assertThatThrownBy(() -> n.get("result", Long.class)).isInstanceOf(KvSerializationException.class);
        assertThatThrownBy(() -> n.as(Long.class)).isInstanceOf(KvSerializationException.class);
    }

    @Test
    void allKindsAreTold() {
        kuzzle.onNotification(told::add);

        List.of(USER, DEBUGGER, "{\"type\":\"later\",\"room\":\"r\"}", "{\"type\":7}")
                .forEach(server::push);

        await().until(() -> told.size() == 4);
        assertThat(told.get(0).type()).contains(KuzzleNotification.USER);
        assertThat(told.get(0).get("user", String.class)).contains("in");
        assertThat(told.get(1).type()).isEmpty();
        assertThat(told.get(1).room()).contains("kuzzle-debugger-event");
        assertThat(told.get(1).get("event", String.class)).contains("Kuzzle.Debugger.x");
        assertThat(told.get(2).type()).contains("later");
        assertThat(told.get(3).type()).isEmpty();
        assertThat(told.get(3).toString()).isEqualTo("KuzzleNotification[no type no room]");
    }

    @Test
    void anIdInANotificationIsNoAnswer() {
        kuzzle.onNotification(told::add);
        // Under the ids that the next requests have.
        IntStream.range(1, 4).forEach(i -> server.push(DOCUMENT.replace("\"1\"", "\"" + i + "\"")));

        assertThat(kv.increment("n")).isEqualTo(1);
        assertThat(kv.increment("n")).isEqualTo(2);
        await().until(() -> told.size() == 3);
    }

    @Test
    void theEndOfATokenIsTold() {
        try (KuzzleServer guarded = KuzzleServer.builder()
                        .user("ada", "secret")
                        .tokenLife(Duration.ofMillis(700))
                        .start();
                KvClient signedIn = client(backend(guarded).credentials(Credentials.userPassword("ada", "secret")))
                        .connect()) {
            signedIn.unwrap(KuzzleClient.class).onNotification(told::add);

            await().until(() -> !told.isEmpty());

            assertThat(told.get(0).type()).contains(KuzzleNotification.TOKEN_EXPIRED);
            assertThat(told.get(0).room()).contains("kuzzle:notification:server");
            // The client itself has seen it, too.
            assertThat(signedIn.increment("n")).isEqualTo(1);
        }
    }

    @Test
    void oneAfterTheOtherInTheirOrder() {
        kuzzle.onNotification(told::add);

        IntStream.range(0, 500).forEach(i -> server.push(numbered(i)));

        await().until(() -> told.size() == 500);
        assertThat(numbers()).isEqualTo(IntStream.range(0, 500).boxed().toList());
    }

    @Test
    void aListenerRunsWhereOtherCallbacksRun() {
        AtomicReference<String> thread = new AtomicReference<>("");
        kuzzle.onNotification(n -> {
            thread.set(Thread.currentThread().getName());
            // It may wait for the client.
            kv.set("seen", number(n));
            told.add(n);
        });

        server.push(numbered(7));

        await().until(() -> told.size() == 1);
        assertThat(thread.get()).contains("-callback-");
        assertThat(server.value("seen")).contains("7");
    }

    @Test
    void aListenerThatThrowsIsToldOfTheNext() {
        try (CapturedLogs logs = CapturedLogs.listen()) {
            kuzzle.onNotification(n -> {
                told.add(n);
                throw new IllegalStateException("as it happens");
            });
            kuzzle.onNotification(n -> {
                throw new AssertionError("even so");
            });

            server.push(numbered(1));
            server.push(numbered(2));

            await().until(() -> numbers().equals(List.of(1, 2)));
            await().untilAsserted(() -> assertThat(logs.lines())
                    .filteredOn(line -> line.contains("a listener to notifications has thrown"))
                    .hasSize(4));
        }
    }

    @Test
    void aSlowListenerHoldsUpNobodyAndLosesTheOldest() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        List<KuzzleNotification> others = new CopyOnWriteArrayList<>();
        try (CapturedLogs logs = CapturedLogs.listen();
                KuzzleRegistration slow = kuzzle.onNotification(n -> {
                    busy.countDown();
                    join(go);
                    told.add(n);
                });
                KuzzleRegistration quick = kuzzle.onNotification(others::add)) {
            server.push(numbered(0));
            join(busy);
            for (int i = 1; i <= 1_300; i++) {
                server.push(numbered(i));
                int sent = i;
                if (i % 100 == 0) {
                    await().until(() -> others.size() == sent + 1);
                }
            }

            assertThat(kv.increment("n")).isEqualTo(1);
            assertThat(slow.dropped()).isEqualTo(300);
            assertThat(quick.dropped()).isZero();
            go.countDown();
            await().until(() -> told.size() == 1_001);
            assertThat(number(told.get(0))).isZero();
            assertThat(numbers().subList(1, 1_001))
                    .isEqualTo(IntStream.rangeClosed(301, 1_300).boxed().toList());
            await().untilAsserted(() -> assertThat(logs.lines())
                    .filteredOn(line -> line.contains("too slow"))
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("300 notifications were dropped"));
        }
    }

    @Test
    void largeNotificationsAreBoundedByTheirBytes() {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        String large = "{\"type\":\"document\",\"x\":\"" + "x".repeat(900_000) + "\",\"number\":";
        try (KuzzleRegistration slow = kuzzle.onNotification(n -> {
            busy.countDown();
            join(go);
            told.add(n);
        })) {
            server.push(numbered(0));
            join(busy);

            for (int i = 1; i <= 24; i++) {
                server.push(large + i + "}");
            }

            // 16 MiB hold 18 of them.
            await().until(() -> slow.dropped() == 6);
            go.countDown();
            await().until(() -> told.size() == 19);
            assertThat(numbers().subList(1, 19))
                    .isEqualTo(IntStream.rangeClosed(7, 24).boxed().toList());
        }
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aClosedRegistrationIsToldNothing() {
        CompletableFuture<KuzzleNotification> after = new CompletableFuture<>();
        KuzzleRegistration registration = kuzzle.onNotification(told::add);
        server.push(numbered(1));
        await().until(() -> told.size() == 1);

        registration.close();
        registration.close();
        kuzzle.onNotification(after::complete);
        server.push(numbered(2));

        assertThat(number(resultOf(after))).isEqualTo(2);
        assertThat(numbers()).containsExactly(1);
    }

    @Test
    void aListenerOutlivesAConnection() {
        kuzzle.onNotification(told::add);
        server.dropConnections();
        // A read, which is sent again if the loss met it under way.
        assertThat(kv.get("k", String.class)).isEmpty();

        server.push(numbered(1));

        await().until(() -> told.size() == 1);
    }

    @Test
    void eachViewOfAClientIsTold() {
        kv.unwrap(KuzzleClient.class).onNotification(told::add);
        kuzzle.onNotification(told::add);

        server.push(numbered(1));

        await().until(() -> numbers().equals(List.of(1, 1)));
    }

    @Test
    void aClosedClientTakesNoListener() {
        kv.close();

        assertThatThrownBy(() -> kuzzle.onNotification(told::add)).isInstanceOf(KvClosedException.class);
    }

    @Test
    void aClientMayBeClosedByItsListener() {
        kuzzle.onNotification(n -> {
            kv.close();
            told.add(n);
        });

        server.push(numbered(1));

        await().until(() -> told.size() == 1);
        assertThatThrownBy(() -> kv.increment("n")).isInstanceOf(KvClosedException.class);
    }
}
