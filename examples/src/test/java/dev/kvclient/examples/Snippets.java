package dev.kvclient.examples;

import dev.kvclient.BackendProfile;
import dev.kvclient.Batching;
import dev.kvclient.CallOptions;
import dev.kvclient.Capability;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.KvEntry;
import dev.kvclient.KvListener;
import dev.kvclient.KvOperations;
import dev.kvclient.MemoryBackend;
import dev.kvclient.Receipt;
import dev.kvclient.SetResult;
import dev.kvclient.WhenOffline;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.KuzzleNotification;
import dev.kvclient.kuzzle.KuzzleRegistration;
import dev.kvclient.kuzzle.KuzzleRequest;
import dev.kvclient.kuzzle.KuzzleResponse;
import dev.kvclient.kuzzle.ValueFormat;
import dev.kvclient.kuzzle.server.KuzzleHealth;
import dev.kvclient.kuzzle.server.KuzzleServerApi;
import dev.kvclient.ndb.NdbAfterExpiry;
import dev.kvclient.ndb.NdbBackend;
import dev.kvclient.ndb.NdbClient;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbKeys;
import dev.kvclient.ndb.NdbSession;
import dev.kvclient.ndb.NdbSessionOptions;
import dev.kvclient.offline.DeadLetter;
import dev.kvclient.offline.OfflineEvent;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.offline.Overflow;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.kuzzle.Fault;
import dev.kvclient.testkit.kuzzle.Faults;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import dev.kvclient.testkit.proxy.Cut;
import dev.kvclient.testkit.proxy.Direction;
import dev.kvclient.testkit.proxy.FaultChoice;
import dev.kvclient.testkit.proxy.FaultInForce;
import dev.kvclient.testkit.proxy.FaultProxy;
import dev.kvclient.testkit.proxy.FaultScript;
import dev.kvclient.testkit.proxy.NetworkFault;
import dev.kvclient.versori.CommitResult;
import dev.kvclient.versori.ValueEncoding;
import dev.kvclient.versori.VersoriAuth;
import dev.kvclient.versori.VersoriBackend;
import dev.kvclient.versori.VersoriClient;
import dev.kvclient.versori.VersoriFilter;
import dev.kvclient.versori.VersoriKey;
import dev.kvclient.versori.VersoriKv;
import dev.kvclient.versori.VersoriListOptions;
import dev.kvclient.versori.VersoriPage;
import dev.kvclient.versori.VersoriScope;
import dev.kvclient.versori.VersoriSetOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** The code that the documents show: each Java block of theirs stands here, between two marks. */
@SuppressWarnings("FutureReturnValueIgnored")
final class Snippets {
    record User(String name, int age) {}

    record ServerTime(long now) {}

    record Street(String _id, Source _source) {
        record Source(String name) {}
    }

    private Snippets() {}

    static void tenLines() {
        // >>
        try (KvClient kv = KvClient.connect("memory:")) { // or kuzzle://localhost:7512
            kv.set("user:1", new User("Ada", 36));
            Optional<User> ada = kv.get("user:1", User.class); // empty if absent
            SetResult claim = kv.set("order:7", true, o -> o.ifAbsent().ttl(Duration.ofHours(1)));
            if (claim.written()) {
                long orders = kv.increment("orders");
                System.out.println(ada + " has order " + orders);
            }
            kv.async().get("user:1", User.class).thenAccept(System.out::println);
        }
        // <<
    }

    static KvClient batching(String url) {
        // >>
        KvClient kv = KvClient.builder(url).batching(Batching.onTheFly()).connect();
        // <<
        return kv;
    }

    static String outcome(KvOperations kv) {
        // >>
        try {
            kv.increment("visits");
            return "counted";
        } catch (KvException e) {
            return switch (e.outcome()) {
                case NOT_SENT, REJECTED -> "not counted: nothing has changed";
                case APPLIED -> "counted, but the new value could not be read";
                case UNKNOWN -> "perhaps counted: the answer did not come";
            };
        }
        // <<
    }

    static void compareAndSet(KvOperations kv) {
        // >>
        KvEntry<User> seen = kv.entry("user:1", User.class).orElseThrow();
        kv.set("user:1", new User("Ada", 37), o -> o.ifUnchanged(seen)).orThrow(); // KvConflictException
        kv.update("visits", Long.class, n -> n.orElse(0L) + 1); // reads and writes until nobody came between
        // <<
    }

    static KvClient kuzzle(String user, String password) {
        // >>
        KvClient kv = KvClient.builder("kuzzles://kuzzle.example:7512")
                .credentials(Credentials.userPassword(user, password)) // or Credentials.token(..); never in the URL
                .timeout(Duration.ofSeconds(3)) // of a call, with all its attempts; 10 s unless given
                .require(Capability.SET_IF_ABSENT, Capability.INCREMENT) // fails here, not later
                .connect();
        // <<
        return kv;
    }

    static boolean unitTest() {
        // >>
        KvBackend likeKuzzle = MemoryBackend.like(BackendProfile.KUZZLE);
        try (KvClient kv = KvClient.builder(likeKuzzle).connect()) {
            return kv.capabilities().supports(Capability.SET_IF_VERSION); // false, as on Kuzzle
        }
        // <<
    }

    static KvClient settings(String password) {
        // >>
        KvClient kv = KvClient.builder(KuzzleBackend.builder()
                        .endpoint("localhost", 7512)
                        .credentials(Credentials.userPassword("ada", password))
                        .valueFormat(ValueFormat.JSON)
                        .build())
                .connect();
        // <<
        return kv;
    }

    static boolean rawRequests(KvClient kv) {
        // >>
        KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);
        KuzzleRequest create =
                KuzzleRequest.of("collection", "create").index("town").collection("streets");
        KuzzleResponse created = kuzzle.query(create, CallOptions.none().timeout(Duration.ofSeconds(2)));
        Object acknowledged = created.resultMap().get("acknowledged"); // true
        Optional<ServerTime> time =
                kuzzle.query(KuzzleRequest.of("server", "now").readOnly(), ServerTime.class);
        // <<
        return Boolean.TRUE.equals(acknowledged) && time.isPresent();
    }

    static KuzzleRegistration notifications(KuzzleClient kuzzle, Collection<String> seen) {
        // >>
        KuzzleRegistration registration = kuzzle.onNotification(notification -> {
            if (notification.type().equals(Optional.of(KuzzleNotification.DOCUMENT))) {
                notification
                        .get("result", Street.class)
                        .ifPresent(street -> seen.add(street._source().name()));
            }
        });
        // <<
        return registration;
    }

    static boolean server(KvClient kv) {
        // >>
        KuzzleServerApi server = kv.unwrap(KuzzleClient.class).server();
        boolean well = server.healthCheck().status() == KuzzleHealth.Status.GREEN;
        Duration ahead = Duration.between(Instant.now(), server.now()); // of this machine's clock
        // <<
        return well && ahead.abs().compareTo(Duration.ofMinutes(1)) < 0;
    }

    static void faults() {
        // >>
        try (KuzzleServer server = KuzzleServer.start();
                KvClient kv = KvClient.connect(server.url())) {
            Faults faults = server.faults();
            faults.on(Faults.action("incrby"), Fault.dropAfterExecuting()).once();
            kv.increment("visits"); // KvConnectionException, UNKNOWN: the connection broke before the answer came
        }
        // <<
    }

    static void options(KvOperations kv) {
        // >>
        KvOperations tenant = kv.namespace("tenant-7:").with(CallOptions.none().timeout(Duration.ofMillis(500)));
        tenant.set("user:1", new User("Ada", 36)); // the key tenant-7:user:1
        tenant.clear(); // the keys of this tenant, and no others
        // <<
    }

    static Optional<String> ndbKeys(KvClient kv) {
        // >>
        NdbKeys keys = kv.unwrap(NdbClient.class).keys();
        keys.set(Map.of("username", "billy", "age", 30)); // several keys at once
        keys.set("age", 31); // overwrite
        Optional<String> name = keys.get("username", String.class);
        Map<String, Object> both = keys.get(List.of("username", "age"), Object.class); // those that there are
        // <<
        return both.get("age").equals(31) ? name : Optional.empty();
    }

    static KvClient ndbSettings() {
        // >>
        KvClient kv = KvClient.builder(NdbBackend.builder()
                        .endpoint("localhost", 1987)
                        .generation(NdbGeneration.STATUS)
                        .maxPayload(32_768) // what the server is set to
                        .build())
                .connect();
        // <<
        return kv;
    }

    static void ndbSession(KvClient kv) {
        // >>
        NdbClient ndb = kv.unwrap(NdbClient.class);
        NdbSessionOptions forgotten = // half an hour after the last command about its keys
                NdbSessionOptions.none().expiry(Duration.ofMinutes(30), NdbAfterExpiry.DELETE_SESSION);
        try (NdbSession basket = ndb.sessions().create("basket", forgotten)) {
            basket.keys().set(Map.of("apple", 2, "pear", 1));
            basket.end(); // clears and ends it; close() alone only lets go of the handle
        }
        // <<
    }

    static KvClient versoriSettings(String keyId, String externalUserId, String pkcs8Pem) {
        // >>
        KvClient kv = KvClient.builder(VersoriBackend.builder()
                        .scope(VersoriScope.workspace("my-org", "my-project", "production")) // or .store(ulid)
                        .auth(VersoriAuth.signingKey(keyId, externalUserId, pkcs8Pem))
                        .valueEncoding(ValueEncoding.WORKFLOW)
                        .build())
                .connect();
        // <<
        return kv;
    }

    static int versoriOwnApi(KvClient kv) {
        // >>
        VersoriKv store = kv.unwrap(VersoriClient.class).kv();
        VersoriSetOptions red = VersoriSetOptions.none().metadata(Map.of("colour", "red"));
        CommitResult done = store.set(VersoriKey.of("fruit", "cherry"), "sweet", red.ifNotExists());
        VersoriPage<String> page = store.list(
                String.class,
                VersoriListOptions.none()
                        .prefix(VersoriKey.of("fruit"))
                        .filter(VersoriFilter.none().metadata(Map.of("colour", "red")))
                        .limit(20));
        // <<
        return done.committed() ? page.entries().size() : -1;
    }

    static KvClient offlineSettings() {
        // >>
        KvClient kv = KvClient.builder("kuzzle://localhost:7512")
                .offline(OfflineQueue.inMemory() // the default, with other settings; or durable(path), or none()
                        .maxEntries(10_000)
                        .ttl(Duration.ofMinutes(10))
                        .overflow(Overflow.DROP_OLDEST)
                        .filter(request -> !request.operation().equals("keysPage")))
                .startOffline() // does not wait for the first connection either
                .connect();
        // <<
        return kv;
    }

    static String accept(String url, Path folder) {
        // >>
        try (KvClient kv = KvClient.builder(url)
                .offline(OfflineQueue.durable(folder.resolve("queue")))
                .startOffline()
                .connect()) {
            SetResult result = kv.set("order:7", "paid", o -> o.whenOffline(WhenOffline.ACCEPT));
            return result.match(
                    written -> "the backend has it",
                    notWritten -> "only with a condition",
                    accepted -> accepted.receipt().toString()); // on disk, and sent later, by this process or the next
        }
        // <<
    }

    static String whatBecameOf(KvClient kv, String text) {
        // >>
        OfflineQueue queue = kv.offlineQueue();
        Receipt receipt = Receipt.parse(text); // also in another process than the one that got it
        for (DeadLetter dead : queue.deadLetters()) { // refused for good
            System.out.println(dead.operation() + " " + dead.key() + ": " + dead.reason());
            queue.retryDeadLetter(dead.receipt()); // or removeDeadLetter
        }
        return queue.outcome(receipt)
                .map(outcome -> outcome.status() + " since " + outcome.since()) // WAITING, DELIVERED, EXPIRED, ..
                .orElse("never given, or forgotten");
        // <<
    }

    // >>
    /** Tells what leaves the queue unsent, and counts everything. */
    static final class QueueWatch implements KvListener {
        private final Map<OfflineEvent.Kind, LongAdder> counts = new ConcurrentHashMap<>();

        @Override
        public void onOffline(OfflineEvent event) {
            counts.computeIfAbsent(event.kind(), kind -> new LongAdder()).increment();
            switch (event.kind()) {
                case EXPIRED, DROPPED, REFUSED, DEAD, DAMAGED, PAUSED ->
                    System.err.println(event.kind() + " " + event.request() + ", " + event.entries() + " wait");
                default -> {} // each push and each pop, for two
            }
        }

        long count(OfflineEvent.Kind kind) {
            LongAdder counted = counts.get(kind);
            return counted == null ? 0 : counted.sum();
        }
    }
    // <<

    static boolean faultProxy() throws InterruptedException {
        // >>
        try (KuzzleServer server = KuzzleServer.start();
                FaultProxy proxy = FaultProxy.inFrontOf(server.port());
                KvClient kv = KvClient.connect("kuzzle://127.0.0.1:" + proxy.port())) {
            FaultInForce down = proxy.begin(NetworkFault.refuse()); // new connections
            proxy.begin(NetworkFault.cut(Cut.RST)); // those that there are
            kv.async().set("k", 1); // waits
            down.end();

            FaultScript script = FaultScript.seeded(42) // the same seed, the same faults
                    .calm(Duration.ofMillis(50), Duration.ofMillis(100))
                    .oneOf(
                            FaultChoice.of(2, NetworkFault.cut(Cut.RST)),
                            FaultChoice.of(1, NetworkFault.swallow(Direction.TO_CLIENT)) // half open
                                    .lasting(Duration.ofMillis(10), Duration.ofMillis(50)))
                    .repeatFor(Duration.ofSeconds(1));
            return proxy.play(script).awaitEnd(Duration.ofSeconds(10));
        }
        // <<
    }

    static void newCredentials(KvClient kv, String token) {
        // >>
        kv.credentials(Credentials.token(token)); // what is paused goes on once they are taken
        // <<
    }
}
