package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import dev.kvclient.testkit.kuzzle.ms.RankedMembers.Member;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The commands of geo points, which are the members of a sorted set. */
final class GeoCommands {

    /** The decimals of a coordinate. */
    private static final int COORDINATE_DECIMALS = 17;

    private GeoCommands() {}

    static void addTo(CommandTable table) {
        table.add(new Command("geoadd", -5, SortedSetArguments::ofGeoadd, GeoCommands::geoadd))
                .add("geodist", -4, "_id top.member1 top.member2 top.unit?", GeoCommands::geodist)
                .add("geohash", -2, "_id top.members*,", GeoCommands::geohash)
                .add("geopos", -2, "_id top.members*,", GeoCommands::geopos)
                .add(
                        "georadius",
                        -6,
                        "_id top.lon top.lat top.distance top.unit top.options*^?",
                        GeoCommands::georadius)
                .add(
                        "georadiusbymember",
                        -5,
                        "_id top.member top.distance top.unit top.options*^?",
                        GeoCommands::georadiusbymember);
    }

    private static JsonNode geoadd(Keyspace db, List<String> args) {
        if ((args.size() - 1) % 3 != 0) {
            throw new RedisException(RedisException.SYNTAX);
        }
        List<Member> points = new ArrayList<>();
        for (int i = 1; i < args.size(); i += 3) {
            points.add(new Member(
                    args.get(i + 2), point(args.get(i), args.get(i + 1)).score()));
        }
        long added = 0;
        RankedMembers members = db.findOrMake(args.get(0), Value.Ranked.class, Value.Ranked::new).members;
        for (Member point : points) {
            added += members.score(point.name()) == null ? 1 : 0;
            members.put(point.name(), point.score());
        }
        return Replies.integer(added);
    }

    private static GeoPoint point(String longitude, String latitude) {
        GeoPoint point = new GeoPoint(Scores.parse(longitude), Scores.parse(latitude));
        if (!point.isOnTheMap()) {
            throw new RedisException(String.format(
                    Locale.ROOT, "ERR invalid longitude,latitude pair %.6f,%.6f", point.longitude(), point.latitude()));
        }
        return point;
    }

    private static @Nullable GeoPoint find(RankedMembers members, String name) {
        Double score = members.score(name);
        return score == null ? null : GeoPoint.of(score);
    }

    private static JsonNode geodist(Keyspace db, List<String> args) {
        double unit = args.size() == 4 ? unit(args.get(3)) : 1;
        if (args.size() > 4) {
            throw new RedisException(RedisException.SYNTAX);
        }
        RankedMembers members = SortedSetCommands.members(db, args.get(0));
        GeoPoint from = find(members, args.get(1));
        GeoPoint to = find(members, args.get(2));
        return from == null || to == null ? Replies.nil() : Replies.text(Scores.distance(from.metersTo(to) / unit));
    }

    private static JsonNode geohash(Keyspace db, List<String> args) {
        RankedMembers members = SortedSetCommands.members(db, args.get(0));
        ArrayNode reply = Replies.list();
        for (String name : args.subList(1, args.size())) {
            GeoPoint point = find(members, name);
            reply.add(point == null ? Replies.nil() : Replies.text(point.geohash()));
        }
        return reply;
    }

    private static JsonNode geopos(Keyspace db, List<String> args) {
        RankedMembers members = SortedSetCommands.members(db, args.get(0));
        ArrayNode reply = Replies.list();
        for (String name : args.subList(1, args.size())) {
            GeoPoint point = find(members, name);
            reply.add(point == null ? Replies.nil() : coordinates(point));
        }
        return reply;
    }

    private static JsonNode coordinates(GeoPoint point) {
        return Replies.list(List.of(
                Scores.decimals(point.longitude(), COORDINATE_DECIMALS),
                Scores.decimals(point.latitude(), COORDINATE_DECIMALS)));
    }

    private static double unit(String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "m" -> 1;
            case "km" -> 1000;
            case "ft" -> 0.3048;
            case "mi" -> 1609.34;
            default -> throw new RedisException("ERR unsupported unit provided. please use M, KM, FT, MI");
        };
    }

    private static JsonNode georadius(Keyspace db, List<String> args) {
        RankedMembers members = SortedSetCommands.members(db, args.get(0));
        GeoPoint center = point(args.get(1), args.get(2));
        return within(db, members, center, args.subList(3, args.size()));
    }

    private static JsonNode georadiusbymember(Keyspace db, List<String> args) {
        RankedMembers members = SortedSetCommands.members(db, args.get(0));
        if (members.size() == 0) {
            // Of no set, distance and unit are not looked at.
            GeoOptions options = GeoOptions.of(args.subList(4, args.size()));
            return answer(db, List.of(), options, 1);
        }
        GeoPoint center = find(members, args.get(1));
        if (center == null) {
            throw new RedisException("ERR could not decode requested zset member");
        }
        return within(db, members, center, args.subList(2, args.size()));
    }

    /** A point within the circle. */
    private record Hit(Member member, GeoPoint point, double meters) {}

    /** The arguments from the distance on. */
    private static JsonNode within(Keyspace db, RankedMembers members, GeoPoint center, List<String> args) {
        double radius = Scores.parse(args.get(0), "ERR need numeric radius");
        if (radius < 0) {
            throw new RedisException("ERR radius cannot be negative");
        }
        double unit = unit(args.get(1));
        GeoOptions options = GeoOptions.of(args.subList(2, args.size()));
        List<Hit> hits = new ArrayList<>();
        for (Member member : members.ascending()) {
            GeoPoint point = GeoPoint.of(member.score());
            double meters = point.metersTo(center);
            if (meters <= radius * unit) {
                hits.add(new Hit(member, point, meters));
            }
        }
        if (options.order() != 0) {
            Comparator<Hit> byDistance = Comparator.comparingDouble(Hit::meters);
            hits.sort(options.order() > 0 ? byDistance : byDistance.reversed());
        }
        List<Hit> found = options.count() == 0 ? hits : hits.subList(0, (int) Math.min(options.count(), hits.size()));
        return answer(db, found, options, unit);
    }

    private static JsonNode answer(Keyspace db, List<Hit> found, GeoOptions options, double unit) {
        String store = options.store();
        return store == null ? shown(found, options, unit) : store(db, store, found, options, unit);
    }

    private static JsonNode shown(List<Hit> hits, GeoOptions options, double unit) {
        ArrayNode reply = Replies.list();
        for (Hit hit : hits) {
            if (!options.withMore()) {
                reply.add(hit.member.name());
                continue;
            }
            ArrayNode entry = reply.addArray().add(hit.member.name());
            if (options.withDistance()) {
                entry.add(Scores.distance(hit.meters / unit));
            }
            if (options.withHash()) {
                entry.add(Replies.integer((long) hit.member.score()));
            }
            if (options.withCoordinates()) {
                entry.add(coordinates(hit.point));
            }
        }
        return reply;
    }

    private static JsonNode store(Keyspace db, String key, List<Hit> hits, GeoOptions options, double unit) {
        Value.Ranked made = new Value.Ranked();
        for (Hit hit : hits) {
            made.members.put(hit.member.name(), options.storesDistance() ? hit.meters / unit : hit.member.score());
        }
        db.remove(key);
        if (!made.isEmpty()) {
            db.put(key, made);
        }
        return Replies.integer(hits.size());
    }
}
