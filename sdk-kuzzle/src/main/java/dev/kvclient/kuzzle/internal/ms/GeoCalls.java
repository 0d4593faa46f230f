package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.kuzzle.ms.GeoHit;
import dev.kvclient.kuzzle.ms.GeoPoint;
import dev.kvclient.kuzzle.ms.GeoRadiusArgs;
import dev.kvclient.kuzzle.ms.GeoUnit;
import dev.kvclient.spi.NativeCall;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleGeo}, whose methods the methods here are. */
final class GeoCalls {
    private final MsApi api;

    GeoCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Long, Long> geoadd(String key, Map<String, GeoPoint> points) {
        Refused.some(MsAction.GEOADD, "points", points.keySet());
        List<Map<String, Object>> all = new ArrayList<>();
        points.forEach((name, point) -> {
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("lon", coordinate(point.longitude()));
            one.put("lat", coordinate(point.latitude()));
            one.put("name", Refused.notEmpty(MsAction.GEOADD, "a name", name));
            all.add(one);
        });
        return api.ask(MsAction.GEOADD, key).body("points", all).reads(Replies::integer);
    }

    /** The server refuses a number 0 as if it were missing, and takes it as a text (seen on 2.56). */
    private static Object coordinate(double degrees) {
        return degrees == 0 ? (Object) "0" : (Object) degrees;
    }

    NativeCall<OptionalDouble, OptionalDouble> geodist(String key, String member1, String member2) {
        return between(key, member1, member2).reads(Replies::score);
    }

    NativeCall<OptionalDouble, OptionalDouble> geodist(String key, String member1, String member2, GeoUnit unit) {
        return between(key, member1, member2).top("unit", name(unit)).reads(Replies::score);
    }

    private MsRequest between(String key, String member1, String member2) {
        return api.ask(MsAction.GEODIST, key).top("member1", member1).top("member2", member2);
    }

    NativeCall<Map<String, String>, Map<String, String>> geohash(String key, Collection<String> members) {
        List<String> asked = List.copyOf(members);
        return api.ask(MsAction.GEOHASH, key).topTexts("members", asked).reads(tree -> StringsCalls.found(asked, tree));
    }

    NativeCall<Map<String, GeoPoint>, Map<String, GeoPoint>> geopos(String key, Collection<String> members) {
        List<String> asked = List.copyOf(members);
        return api.ask(MsAction.GEOPOS, key).topTexts("members", asked).reads(tree -> places(asked, tree));
    }

    private static Map<String, GeoPoint> places(List<String> asked, @Nullable Object tree) {
        List<Optional<GeoPoint>> points = Replies.points(tree);
        if (points.size() != asked.size()) {
            throw Replies.unexpected(asked.size() + " places", tree);
        }
        Map<String, GeoPoint> found = new LinkedHashMap<>();
        for (int i = 0; i < asked.size(); i++) {
            String name = asked.get(i);
            points.get(i).ifPresent(point -> found.put(name, point));
        }
        return found;
    }

    NativeCall<List<GeoHit>, List<GeoHit>> georadius(
            String key, GeoPoint center, double distance, GeoUnit unit, GeoRadiusArgs args) {
        MsRequest request =
                api.ask(MsAction.GEORADIUS, key).top("lon", center.longitude()).top("lat", center.latitude());
        return around(MsAction.GEORADIUS, request, distance, unit, args);
    }

    NativeCall<List<GeoHit>, List<GeoHit>> georadiusbymember(
            String key, String member, double distance, GeoUnit unit, GeoRadiusArgs args) {
        MsRequest request = api.ask(MsAction.GEORADIUSBYMEMBER, key).top("member", member);
        return around(MsAction.GEORADIUSBYMEMBER, request, distance, unit, args);
    }

    private static NativeCall<List<GeoHit>, List<GeoHit>> around(
            MsAction action, MsRequest request, double distance, GeoUnit unit, GeoRadiusArgs args) {
        if (Refused.finite(action, "the distance", distance) < 0) {
            throw Refused.wrong(action, "the distance is not negative");
        }
        request.top("distance", distance).top("unit", name(unit));
        List<Object> options = new ArrayList<>();
        if (args.tellsPoint()) {
            options.add("withcoord");
        }
        if (args.tellsDistance()) {
            options.add("withdist");
        }
        args.count().ifPresent(count -> {
            options.add("count");
            options.add((long) count);
        });
        args.nearestFirst().ifPresent(nearest -> options.add(nearest ? "asc" : "desc"));
        if (!options.isEmpty()) {
            request.top("options", options);
        }
        return request.reads(tree -> Replies.hits(tree, args.tellsDistance(), args.tellsPoint()));
    }

    private static String name(GeoUnit unit) {
        return unit.name().toLowerCase(Locale.ROOT);
    }
}
