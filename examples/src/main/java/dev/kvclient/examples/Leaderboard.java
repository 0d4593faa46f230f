package dev.kvclient.examples;

import dev.kvclient.KvClient;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.ScoreRange;
import dev.kvclient.kuzzle.ms.ScoredMember;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** A leaderboard: Kuzzle's sorted sets keep the players in the order of their points. */
@Command(name = "leaderboard", description = "Kuzzle: points, ranks and the best three, with a sorted set")
final class Leaderboard implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "URL", description = "kuzzle://host:port")
    private @Nullable String url;

    private final PrintWriter out;

    Leaderboard(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        if (url != null) {
            play(url);
            return;
        }
        try (KuzzleServer server = KuzzleServer.start()) {
            play(server.url());
        }
    }

    private void play(String url) {
        try (KvClient kv = KvClient.connect(url)) {
            KuzzleMemoryStorage ms = kv.unwrap(KuzzleClient.class).ms();
            // A name of its own, so that nothing else on the server is touched.
            String board = "leaderboard-" + UUID.randomUUID();
            try {
                play(ms, board);
            } finally {
                ms.del(board);
            }
            out.println("done, and the leaderboard is removed");
        }
    }

    private void play(KuzzleMemoryStorage ms, String board) {
        long players = ms.zadd(
                board,
                ScoredMember.of(310, "ada"),
                ScoredMember.of(270, "billy"),
                ScoredMember.of(120, "chen"),
                ScoredMember.of(95, "dora"));
        say("players", players);
        say("the best three", shown(ms.zrevrangeWithScores(board, 0, 2)));

        say("chen scores 200", "and has " + whole(ms.zincrby(board, 200, "chen")));
        say("the best three", shown(ms.zrevrangeWithScores(board, 0, 2)));
        say("dora", place(ms.zrevrank(board, "dora")));
        say("nobody", place(ms.zrevrank(board, "nobody")));

        // Who is next to a player, as games like to show it.
        long rank = ms.zrevrank(board, "billy").orElseThrow();
        say("around billy", shown(ms.zrevrangeWithScores(board, Math.max(0, rank - 1), rank + 1)));

        say("below 100", ms.zrangebyscore(board, ScoreRange.atMost(99)));
    }

    private static String place(OptionalLong rank) {
        return rank.isPresent() ? "place " + (rank.getAsLong() + 1) : "not on the board";
    }

    private static String shown(List<ScoredMember> players) {
        return players.stream()
                .map(player -> player.member() + " " + whole(player.score()))
                .collect(Collectors.joining(", "));
    }

    private static long whole(double points) {
        return Math.round(points);
    }

    private void say(String what, Object result) {
        out.printf("  %-16s  %s%n", what, result);
    }
}
