package dev.kvclient.examples;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.ndb.NdbAfterExpiry;
import dev.kvclient.ndb.NdbArrays;
import dev.kvclient.ndb.NdbClient;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbKeys;
import dev.kvclient.ndb.NdbLists;
import dev.kvclient.ndb.NdbRange;
import dev.kvclient.ndb.NdbSaved;
import dev.kvclient.ndb.NdbSession;
import dev.kvclient.ndb.NdbSessionOptions;
import dev.kvclient.ndb.NdbSortedArrays;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** What NemesisDB has beyond keys and values: sessions in one generation, arrays and lists in the other. */
@Command(
        name = "ndb-tour",
        description = "NemesisDB's own API: sessions (v0.4, v0.5); a leaderboard, a work list, saving (v0.9)")
final class NdbTour implements Runnable {
    /** An item of a list: what is written as a JSON object. */
    record Job(String name, int priority) {}

    /** An item of an array of objects. */
    record Seat(String guest) {}

    @Parameters(arity = "0..1", paramLabel = "URL", description = "ndb://host:port")
    private @Nullable String url;

    private final PrintWriter out;

    NdbTour(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        if (url != null) {
            tour(url);
            return;
        }
        for (NdbVersion version : List.of(NdbVersion.V0_5, NdbVersion.V0_9)) {
            try (NdbServer server = NdbServer.builder().version(version).start()) {
                tour(server.url());
            }
        }
    }

    private void tour(String url) {
        try (KvClient kv = KvClient.connect(url)) {
            NdbClient ndb = kv.unwrap(NdbClient.class);
            out.println("ndb at " + kv.endpoint() + ", generation "
                    + ndb.generation().word());
            // Every name below begins with this, so that nothing else on the server is touched.
            String mine = "tour-" + UUID.randomUUID().toString().substring(0, 8);
            if (ndb.generation() == NdbGeneration.SESSION) {
                session(ndb, mine);
            } else {
                keys(ndb, mine);
                leaderboard(ndb, mine);
                workList(ndb, mine);
                seats(ndb, mine);
                saveAndLoad(ndb, mine);
            }
            out.println("done, and what was made is removed");
        }
    }

    /** A basket that is forgotten when nobody has touched it for half an hour. */
    private void session(NdbClient ndb, String mine) {
        NdbSessionOptions forgotten =
                NdbSessionOptions.none().expiry(Duration.ofMinutes(30), NdbAfterExpiry.DELETE_SESSION);
        try (NdbSession basket = ndb.sessions().create(mine + "-basket", forgotten)) {
            NdbKeys keys = basket.keys();
            keys.set(Map.of("apple", 2, "pear", 1));
            say("a session", "apples " + keys.get("apple", Integer.class).orElseThrow());
            say("set again", keys.set("apple", 3) + ", and an addition to it " + keys.add("apple", 9));
            say("many", keys.count() + " keys, pears are " + keys.contains(List.of("pear", "plum")));
            Duration left = basket.info().expiry().orElseThrow().remaining();
            say("expiry", "untouched, it ends in about " + Math.round(left.toMillis() / 60_000.0) + " min");
            basket.end(); // close() alone would let go of it, and leave it to others
        }
        // In a session without expiry, whoever has its name may look in.
        try (NdbSession depot = ndb.sessions().open(mine + "-depot");
                NdbSession same = ndb.sessions().open(mine + "-depot")) {
            depot.keys().set("nails", 100);
            say(
                    "a shared one",
                    "nails " + same.keys().get("nails", Integer.class).orElseThrow());
            depot.end();
            try {
                same.keys().get("nails", Integer.class);
            } catch (KvNotFoundException gone) {
                say("ended", gone.outcome() + ", " + gone.getClass().getSimpleName());
            }
        }
    }

    private void keys(NdbClient ndb, String mine) {
        NdbKeys keys = ndb.keys();
        keys.set(Map.of(mine + ":username", "billy", mine + ":age", 30));
        keys.set(mine + ":age", 31);
        say(
                "keys",
                keys.get(List.of(mine + ":age", mine + ":nobody"), Integer.class)
                        .values());
        keys.remove(List.of(mine + ":username", mine + ":age"));
    }

    private void leaderboard(NdbClient ndb, String mine) {
        NdbSortedArrays<Long> scores = ndb.sortedIntArrays();
        scores.create(mine, 100);
        scores.addAll(mine, List.of(310L, 270L, 990L, 120L));
        say("a leaderboard", "best " + scores.max(mine, 2) + ", last " + scores.min(mine, 1));
        scores.delete(mine);
    }

    private void workList(NdbClient ndb, String mine) {
        String todo = mine + "-todo";
        String doing = mine + "-doing";
        NdbLists<Job> jobs = ndb.lists(Job.class);
        jobs.create(todo);
        jobs.addAll(todo, List.of(new Job("wash", 1), new Job("iron", 2), new Job("fold", 3)));
        jobs.splice(todo, NdbRange.first(2), doing); // moves them, in one step
        say("a work list", jobs.range(doing, NdbRange.all()) + ", left " + jobs.size(todo));
        jobs.delete(todo);
        jobs.delete(doing);
    }

    private void seats(NdbClient ndb, String mine) {
        NdbArrays<Seat> seats = ndb.objectArrays(Seat.class);
        seats.create(mine, 4);
        seats.set(mine, 2, new Seat("Ada"));
        say("an array", "seat 2: " + seats.get(mine, 2).guest());
        seats.delete(mine);
    }

    private void saveAndLoad(NdbClient ndb, String mine) {
        if (!ndb.info().persistence()) {
            say("save, load", "skipped, the server is set up not to save");
            return;
        }
        NdbKeys keys = ndb.keys();
        keys.set(mine, "kept");
        NdbSaved saved = keys.save(mine);
        keys.remove(mine);
        keys.load(saved.name());
        say("save, load", keys.get(mine, String.class).orElse("lost"));
        keys.remove(mine);
    }

    private void say(String what, Object result) {
        out.printf("  %-16s  %s%n", what, result);
    }
}
