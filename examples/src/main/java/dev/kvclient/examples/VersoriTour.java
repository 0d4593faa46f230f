package dev.kvclient.examples;

import dev.kvclient.BatchResult;
import dev.kvclient.Credentials;
import dev.kvclient.KvClient;
import dev.kvclient.KvClientBuilder;
import dev.kvclient.KvEntry;
import dev.kvclient.KvOperations;
import dev.kvclient.KvPage;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.SetResult;
import dev.kvclient.testkit.versori.Fault;
import dev.kvclient.testkit.versori.Faults;
import dev.kvclient.testkit.versori.Operation;
import dev.kvclient.testkit.versori.VersoriServer;
import dev.kvclient.versori.VersoriClient;
import dev.kvclient.versori.VersoriKey;
import dev.kvclient.versori.VersoriKv;
import dev.kvclient.versori.VersoriSetOptions;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What Versori's KV store is good at: versions, expiry, metadata, pages. */
@Command(
        name = "versori-tour",
        description = "Versori: optimistic locking, an expiring key, a metadata filter, paging, a batch with a failure")
final class VersoriTour implements Runnable {
    /** A value that two people change. */
    record Order(String item, int quantity) {
        Order more() {
            return new Order(item, quantity + 1);
        }
    }

    /** Enough for more than one page. */
    private static final int MANY = 1_000;

    @Parameters(
            arity = "0..1",
            paramLabel = "URL",
            description = "versori://STORE or versori+https://host/base?store=STORE; the API key from VERSORI_TOKEN")
    private @Nullable String url;

    private final PrintWriter out;

    VersoriTour(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        if (url != null) {
            tour(KvClient.builder(url), key -> {}); // takes the API key from VERSORI_TOKEN
            return;
        }
        String token = "token-of-this-tour";
        try (VersoriServer server = VersoriServer.builder().token(token).start()) {
            tour(
                    KvClient.builder(server.url()).credentials(Credentials.token(token)),
                    key -> server.faults()
                            .on(Faults.operation(Operation.BATCH_SET_KV), Fault.failKeys(List.of(key)))
                            .once());
        }
    }

    /** Makes the server refuse a key of the next batch, where the server is our own. */
    @FunctionalInterface
    private interface Trouble {
        void with(List<String> key);
    }

    private void tour(KvClientBuilder builder, Trouble trouble) {
        try (KvClient client = builder.connect()) {
            out.println(client.backendName() + " at " + client.endpoint());
            // Every key below begins with this segment, so that nothing else in the store is touched.
            String folder = "tour-" + UUID.randomUUID().toString().substring(0, 8);
            KvOperations kv = client.namespace(folder + "/");
            try {
                twoWriters(kv);
                expiry(kv);
                metadata(client.unwrap(VersoriClient.class), kv, folder);
                pages(kv);
                batch(kv, trouble, folder);
            } finally {
                kv.clear(); // the keys of the namespace
            }
            out.println("done, and the keys are removed");
        }
    }

    /** Each writes under the condition that nobody has written since it read. */
    private void twoWriters(KvOperations kv) {
        kv.set("order/7", new Order("apple", 1));
        KvEntry<Order> seenByAda = kv.entry("order/7", Order.class).orElseThrow();
        KvEntry<Order> seenByBob = kv.entry("order/7", Order.class).orElseThrow();
        SetResult ada = kv.set("order/7", seenByAda.value().more(), o -> o.ifUnchanged(seenByAda));
        SetResult bob = kv.set("order/7", seenByBob.value().more(), o -> o.ifUnchanged(seenByBob));
        say("two writers", "Ada " + tell(ada) + ", Bob " + tell(bob));
        Order order = kv.update(
                "order/7", Order.class, found -> found.orElseThrow().more()); // reads again until it is the last
        say("Bob again", order);
    }

    private void expiry(KvOperations kv) {
        kv.set("session/1", "ada", o -> o.ttl(Duration.ofMinutes(5)));
        Duration left = kv.ttl("session/1").remaining().orElseThrow();
        say("an expiring key", "ends in " + Math.round(left.toMillis() / 1000.0) + " s");
    }

    /** Metadata is written beside a value, and finds it again. */
    private void metadata(VersoriClient versori, KvOperations kv, String folder) {
        VersoriKv store = versori.kv();
        VersoriSetOptions red = VersoriSetOptions.none().metadata(Map.of("colour", "red"));
        store.set(VersoriKey.of(folder, "fruit", "cherry"), "sweet", red);
        store.set(VersoriKey.of(folder, "fruit", "plum"), "sour");
        try (Stream<String> found = kv.keys(Scan.prefix("fruit/").metadata(Map.of("colour", "red")))) {
            say("metadata", "red is " + found.toList());
        }
    }

    private void pages(KvOperations kv) {
        kv.setAll(IntStream.range(0, MANY)
                        .mapToObj(i -> KvWrite.of("many/" + i, i))
                        .toList())
                .orThrow();
        int pages = 0;
        int keys = 0;
        Scan scan = Scan.prefix("many/").pageSize(100);
        KvPage<String> page = kv.keysPage(scan);
        while (true) {
            pages++;
            keys += page.items().size();
            if (page.next().isEmpty()) {
                break;
            }
            page = kv.keysPage(scan.from(page.next().get()));
        }
        say("pages", keys + " keys in " + pages + " pages");
    }

    private void batch(KvOperations kv, Trouble trouble, String folder) {
        trouble.with(List.of(folder, "box", "2"));
        BatchResult<SetResult> boxes = kv.setAll(
                List.of(KvWrite.of("box/1", "nails"), KvWrite.of("box/2", "screws"), KvWrite.of("box/3", "hooks")));
        say(
                "a batch",
                "written " + boxes.values().keySet() + ", failed "
                        + boxes.failures().keySet());
        boxes.failures()
                .forEach((key, why) -> say(
                        "", key + ": " + why.outcome() + ", " + why.failure().problem()));
    }

    private static String tell(SetResult result) {
        return result.written() ? "has written" : "has not";
    }

    private void say(String what, Object result) {
        out.printf("  %-16s  %s%n", what, result);
    }
}
