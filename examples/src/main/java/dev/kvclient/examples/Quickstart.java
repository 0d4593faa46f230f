package dev.kvclient.examples;

import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import dev.kvclient.KvClient;
import dev.kvclient.KvEntry;
import dev.kvclient.KvOperations;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.SetResult;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.KuzzleRequest;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What an application does with a key-value store, once each. */
@Command(name = "quickstart", description = "a tour: values, expiry, conditions, batches, errors, async")
final class Quickstart implements Runnable {
    /** A value: anything that Jackson can write and read. */
    record User(String name, int age) {
        User older() {
            return new User(name, age + 1);
        }
    }

    @Parameters(arity = "0..1", paramLabel = "URL", description = "memory:, kuzzle://.., ndb://.., versori://..")
    private @Nullable String url;

    private final PrintWriter out;

    Quickstart(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        if (url != null) {
            tour(url);
            return;
        }
        try (KuzzleServer server = KuzzleServer.start()) {
            tour(server.url());
        }
    }

    private void tour(String url) {
        try (KvClient client = KvClient.connect(url)) {
            out.println(client.backendName() + " at " + client.endpoint());
            // Every key below begins with this, so that nothing else in the store is touched.
            String namespace = "quickstart-" + UUID.randomUUID().toString().substring(0, 8) + ":";
            KvOperations kv = client.namespace(namespace);
            try {
                setAndGet(kv);
                object(kv);
                expiry(kv);
                ifAbsent(kv);
                compareAndSet(kv);
                update(kv);
                batch(kv);
                listing(kv);
                counter(kv);
                errors(kv);
                async(kv);
                ownApi(client, namespace + "greeting");
            } finally {
                kv.clear(); // the keys of the namespace
            }
            out.println("done, and the keys are removed");
        }
    }

    private void setAndGet(KvOperations kv) {
        kv.set("greeting", "hello");
        String greeting = kv.get("greeting", String.class).orElseThrow();
        boolean absent = kv.get("nothing", String.class).isEmpty();
        say("set, get", greeting + "; an absent key is " + (absent ? "empty" : "there"));
    }

    private void object(KvOperations kv) {
        kv.set("user:ada", new User("Ada", 36));
        User ada = kv.get("user:ada", User.class).orElseThrow();
        say("an object", ada);
    }

    private void expiry(KvOperations kv) {
        if (lacks(kv, "expiry", Capability.EXPIRY, Capability.READ_EXPIRY)) {
            return;
        }
        kv.set("session", "s1", o -> o.ttl(Duration.ofMinutes(5)));
        Duration left = kv.ttl("session").remaining().orElseThrow();
        say("expiry", "the session ends in " + Math.round(left.toMillis() / 1000.0) + " s");
    }

    private void ifAbsent(KvOperations kv) {
        if (lacks(kv, "if absent, twice", Capability.SET_IF_ABSENT)) {
            return;
        }
        SetResult first = kv.set("order:7:done", true, o -> o.ifAbsent());
        SetResult second = kv.set("order:7:done", true, o -> o.ifAbsent());
        say("if absent, twice", tell(first) + ", " + tell(second));
    }

    private void compareAndSet(KvOperations kv) {
        if (lacks(kv, "compare and set", Capability.SET_IF_VERSION)) {
            return;
        }
        KvEntry<User> seen = kv.entry("user:ada", User.class).orElseThrow();
        SetResult current = kv.set("user:ada", seen.value().older(), o -> o.ifUnchanged(seen));
        SetResult stale = kv.set("user:ada", seen.value().older(), o -> o.ifUnchanged(seen));
        say("compare and set", tell(current) + ", " + tell(stale));
    }

    private void update(KvOperations kv) {
        if (lacks(kv, "update", Capability.SET_IF_VERSION)) {
            return;
        }
        User newborn = new User("Ada", 0);
        User older = kv.update(
                "user:ada", User.class, found -> found.map(User::older).orElse(newborn));
        say("update", older);
    }

    private void batch(KvOperations kv) {
        KvWrite grace = KvWrite.of("user:grace", new User("Grace", 44));
        KvWrite linus = KvWrite.of("user:linus", new User("Linus", 21));
        kv.setAll(List.of(grace, linus)).orThrow();
        List<String> keys = List.of("user:grace", "user:linus", "user:nobody");
        Map<String, User> users = kv.getAll(keys, User.class).orThrow();
        say("a batch", users.values());
    }

    private void listing(KvOperations kv) {
        if (lacks(kv, "listing", Capability.LIST)) {
            return;
        }
        try (Stream<String> keys = kv.keys(Scan.prefix("user:"))) {
            // Backends differ in their order, and some may give a key twice.
            say("listing", keys.sorted().distinct().toList());
        }
    }

    private void counter(KvOperations kv) {
        if (lacks(kv, "a counter", Capability.INCREMENT)) {
            return;
        }
        long one = kv.increment("visits");
        long eleven = kv.increment("visits", 10);
        say("a counter", one + ", " + eleven);
    }

    private void errors(KvOperations kv) {
        failing("an error", () -> kv.set("temperature", Double.NaN));
        if (kv.capabilities().supports(Capability.INCREMENT)) {
            failing("another", () -> kv.increment("greeting"));
        }
    }

    /** Each exception tells what became of the request: NOT_SENT, REJECTED, APPLIED or UNKNOWN. */
    private void failing(String step, Runnable request) {
        try {
            request.run();
        } catch (KvException e) {
            say(step, e.outcome() + ", " + e.getClass().getSimpleName());
            say("", e.failure());
        }
    }

    private void async(KvOperations kv) {
        CompletableFuture<String> farewell = kv.async()
                .set("farewell", "good-bye")
                .thenCompose(written -> kv.async().get("farewell", String.class))
                .thenApply(found -> found.orElse("nothing"));
        say("async", farewell.join());
    }

    /** What only one backend has: Kuzzle's own API, over the same connection. */
    private void ownApi(KvClient client, String key) {
        if (!client.backendName().equals("kuzzle")) {
            boolean memory = client.backendName().equals("memory");
            say("its own API", memory ? "skipped, memory has none" : "see " + client.backendName() + "-tour");
            return;
        }
        KuzzleClient kuzzle = client.unwrap(KuzzleClient.class);
        KuzzleRequest strlen = KuzzleRequest.of("ms", "strlen").with("_id", key).readOnly();
        int length = kuzzle.query(strlen, Integer.class).orElseThrow();
        say("its own API", "ms:strlen of the greeting is " + length);
    }

    private static String tell(SetResult result) {
        return result.written() ? "written" : "not written";
    }

    /** Whether the backend cannot do all of this; says so if it cannot. */
    private boolean lacks(KvOperations kv, String step, Capability... needed) {
        Capabilities capabilities = kv.capabilities();
        for (Capability capability : needed) {
            if (!capabilities.supports(capability)) {
                String why = capabilities.report(capability).note();
                say(step, "skipped, no " + capability + ": " + why);
                return true;
            }
        }
        return false;
    }

    private void say(String step, Object what) {
        out.printf("  %-17s %s%n", step, what);
    }
}
