package dev.kvclient.examples;

import dev.kvclient.KvClient;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.ms.GeoHit;
import dev.kvclient.kuzzle.ms.GeoPoint;
import dev.kvclient.kuzzle.ms.GeoRadiusArgs;
import dev.kvclient.kuzzle.ms.GeoUnit;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Places on the earth: what is near, and how far. */
@Command(name = "geo", description = "Kuzzle: cities, their distances, and what is near")
final class Geo implements Runnable {
    @Parameters(arity = "0..1", paramLabel = "URL", description = "kuzzle://host:port")
    private @Nullable String url;

    private final PrintWriter out;

    Geo(PrintWriter out) {
        this.out = out;
    }

    @Override
    public void run() {
        if (url != null) {
            look(url);
            return;
        }
        try (KuzzleServer server = KuzzleServer.start()) {
            look(server.url());
        }
    }

    private void look(String url) {
        try (KvClient kv = KvClient.connect(url)) {
            KuzzleMemoryStorage ms = kv.unwrap(KuzzleClient.class).ms();
            // A name of its own, so that nothing else on the server is touched.
            String cities = "geo-" + UUID.randomUUID();
            try {
                look(ms, cities);
            } finally {
                ms.del(cities);
            }
            out.println("done, and the cities are removed");
        }
    }

    private void look(KuzzleMemoryStorage ms, String cities) {
        long added = ms.geoadd(
                cities,
                Map.of(
                        "Montpellier", new GeoPoint(3.8767, 43.6108),
                        "Nimes", new GeoPoint(4.3601, 43.8367),
                        "Marseille", new GeoPoint(5.3698, 43.2965),
                        "Paris", new GeoPoint(2.3522, 48.8566)));
        say("cities", added);
        say(
                "to Paris",
                km(ms.geodist(cities, "Montpellier", "Paris", GeoUnit.KM).orElseThrow()));
        say("to nowhere", ms.geodist(cities, "Montpellier", "Atlantis").isPresent() ? "known" : "not known");

        GeoRadiusArgs nearestFirst = GeoRadiusArgs.none().withDistance().asc();
        say("near Montpellier", shown(ms.georadiusbymember(cities, "Montpellier", 150, GeoUnit.KM, nearestFirst)));
        GeoPoint arles = new GeoPoint(4.6278, 43.6766);
        say("nearest to Arles", shown(ms.georadius(cities, arles, 500, GeoUnit.KM, nearestFirst.count(1))));
        say("geohashes", ms.geohash(cities, List.of("Nimes", "Paris")));
    }

    private static String shown(List<GeoHit> hits) {
        return hits.stream()
                .map(hit -> hit.name() + " " + km(hit.distance().orElseThrow()))
                .collect(Collectors.joining(", "));
    }

    private static String km(double distance) {
        return String.format(Locale.ROOT, "%.0f km", distance);
    }

    private void say(String what, Object result) {
        out.printf("  %-16s  %s%n", what, result);
    }
}
