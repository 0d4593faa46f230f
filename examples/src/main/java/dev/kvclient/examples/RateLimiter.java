package dev.kvclient.examples;

import dev.kvclient.KvClient;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.SetArgs;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A rate limiter that many processes share: a counter in Kuzzle that begins anew when its time is over. */
@Command(name = "rate-limiter", description = "Kuzzle: three requests a second and user, with a transaction")
final class RateLimiter implements Runnable {
    private static final Duration WINDOW = Duration.ofSeconds(1);
    private static final int MOST = 3;

    @Parameters(arity = "0..1", paramLabel = "URL", description = "kuzzle://host:port")
    private @Nullable String url;

    private final PrintWriter out;

    RateLimiter(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        if (url != null) {
            limit(url);
            return;
        }
        try (KuzzleServer server = KuzzleServer.start()) {
            limit(server.url());
        }
    }

    private void limit(String url) {
        try (KvClient kv = KvClient.connect(url)) {
            KuzzleMemoryStorage ms = kv.unwrap(KuzzleClient.class).ms();
            // Names of their own, so that nothing else on the server is touched. They go by themselves.
            String mine = "rate-limiter-" + UUID.randomUUID() + ":";
            for (String user : List.of("ada", "ada", "ada", "billy", "ada")) {
                out.printf("  %-8s  %s%n", user, mayPass(ms, mine + user) ? "passes" : "has to wait");
            }
            Duration rest = ms.pttl(mine + "ada").remaining().orElse(Duration.ZERO);
            out.println("  ... until the second is over ...");
            pause(rest);
            out.printf("  %-8s  %s%n", "ada", mayPass(ms, mine + "ada") ? "passes" : "has to wait");
        }
        out.println("done, and the counters expire");
    }

    /**
     * One transaction: the first of a window makes the counter, with its end, and each one counts. Should the client or
     * the server die, a counter without an end cannot be left behind.
     */
    @SuppressWarnings("FutureReturnValueIgnored") // A command that is refused fails the whole call.
    private static boolean mayPass(KuzzleMemoryStorage ms, String counter) {
        long count = ms.mexecuteResult(tx -> {
            tx.set(counter, 0, SetArgs.none().nx().px(WINDOW));
            return tx.incr(counter);
        });
        return count <= MOST;
    }

    private static void pause(Duration rest) {
        try {
            Thread.sleep(rest.toMillis() + 1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
