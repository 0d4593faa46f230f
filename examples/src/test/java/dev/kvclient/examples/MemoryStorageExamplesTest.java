package dev.kvclient.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The examples of Kuzzle's memory storage. */
class MemoryStorageExamplesTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void theLeaderboardShowsRanksAndRemovesItself() {
        shows("leaderboard", """
                  players           4
                  the best three    ada 310, billy 270, chen 120
                  chen scores 200   and has 320
                  the best three    chen 320, ada 310, billy 270
                  dora              place 4
                  nobody            not on the board
                  around billy      ada 310, billy 270, dora 95
                  below 100         [dora]
                done, and the leaderboard is removed
                """, 0);
    }

    @Test
    void theRateLimiterLetsThreeASecondPass() {
        shows("rate-limiter", """
                  ada       passes
                  ada       passes
                  ada       passes
                  billy     passes
                  ada       has to wait
                  ... until the second is over ...
                  ada       passes
                done, and the counters expire
                """, 2);
    }

    @Test
    void theCitiesAreFoundAndRemoved() {
        shows("geo", """
                  cities            4
                  to Paris          595 km
                  to nowhere        not known
                  near Montpellier  Montpellier 0 km, Nimes 46 km, Marseille 126 km
                  nearest to Arles  Nimes 28 km
                  geohashes         {Nimes=spg17hnzm90, Paris=u09tvw0f640}
                done, and the cities are removed
                """, 0);
    }

    @Test
    void eachStartsAServerOfItsOwn() {
        for (String example : List.of("leaderboard", "rate-limiter", "geo")) {
            assertEquals(0, run(example), err::toString);
        }
        assertEquals(
                3,
                out.toString().lines().filter(line -> line.startsWith("done")).count(),
                out::toString);
    }

    /**
     * @param atMostLeft how many keys may be left, which expire
     */
    private void shows(String example, String expected, int atMostLeft) {
        try (KuzzleServer server = KuzzleServer.start()) {
            assertEquals(0, run(example, server.url()), err::toString);

            assertEquals(expected, out.toString());
            assertEquals(atMostLeft, Math.max(atMostLeft, server.keyCount()), "keys left");
        }
    }

    private int run(String... arguments) {
        return Examples.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
    }
}
