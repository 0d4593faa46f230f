package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.Cursor;
import dev.kvclient.TimeToLive;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.ms.GeoHit;
import dev.kvclient.kuzzle.ms.GeoPoint;
import dev.kvclient.kuzzle.ms.KeyType;
import dev.kvclient.kuzzle.ms.ScoredMember;
import dev.kvclient.spi.Ack;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the results of the actions look. */
final class Replies {
    /** From here on a number of JavaScript stands for several integers. */
    private static final double INEXACT = 1L << 53;

    private Replies() {}

    static Ack done(@Nullable Object tree) {
        string(tree);
        return Ack.DONE;
    }

    /** {@code "OK"}: true. Null, for a condition that did not hold: false. */
    static boolean okOrNull(@Nullable Object tree) {
        return text(tree).isPresent();
    }

    /**
     * An integer.
     *
     * @throws KvSerializationException from 2^53 on: Redis counts exactly, the server answers in numbers of JavaScript
     */
    static long integer(@Nullable Object tree) {
        if (!(tree instanceof Number number) || number.doubleValue() != Math.rint(number.doubleValue())) {
            throw unexpected("an integer", tree);
        }
        if (Math.abs(number.doubleValue()) >= INEXACT) {
            throw new KvSerializationException(Failure.of(
                    Outcome.APPLIED, "the result reaches 2^53, where Kuzzle's numbers are not exact any more"));
        }
        return number.longValue();
    }

    static boolean flag(@Nullable Object tree) {
        return integer(tree) != 0;
    }

    /** An integer, or null. */
    static OptionalLong rank(@Nullable Object tree) {
        return tree == null ? OptionalLong.empty() : OptionalLong.of(integer(tree));
    }

    /** An integer, or one below 0 for none. */
    static OptionalLong place(@Nullable Object tree) {
        long place = integer(tree);
        return place < 0 ? OptionalLong.empty() : OptionalLong.of(place);
    }

    /** The length after an insertion: -1 if there is no pivot, 0 if there is no list. */
    static OptionalLong inserted(@Nullable Object tree) {
        long length = integer(tree);
        return length <= 0 ? OptionalLong.empty() : OptionalLong.of(length);
    }

    static Optional<Duration> seconds(@Nullable Object tree) {
        return tree == null ? Optional.empty() : Optional.of(Duration.ofSeconds(integer(tree)));
    }

    static TimeToLive ttl(@Nullable Object tree, Function<Long, Duration> unit) {
        long left = integer(tree);
        if (left == -2) {
            return TimeToLive.absent();
        }
        return left == -1 ? TimeToLive.persistent() : TimeToLive.of(unit.apply(left));
    }

    static String string(@Nullable Object tree) {
        if (!(tree instanceof String text)) {
            throw unexpected("a string", tree);
        }
        return text;
    }

    static Optional<String> text(@Nullable Object tree) {
        return tree == null ? Optional.empty() : Optional.of(string(tree));
    }

    static List<String> strings(@Nullable Object tree) {
        return each(tree, Replies::string);
    }

    static List<Optional<String>> texts(@Nullable Object tree) {
        return each(tree, Replies::text);
    }

    /** In the order of the answer, which tells nothing. */
    static Set<String> set(@Nullable Object tree) {
        return new LinkedHashSet<>(strings(tree));
    }

    static Map<String, String> fields(@Nullable Object tree) {
        if (!(tree instanceof Map<?, ?> map)) {
            throw unexpected("an object", tree);
        }
        Map<String, String> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put((String) name, string(value)));
        return fields;
    }

    /** A decimal number as a text, as Redis writes it. */
    static double decimal(@Nullable Object tree) {
        String text = string(tree);
        return switch (text) {
            case "inf", "+inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> {
                try {
                    yield Double.parseDouble(text);
                } catch (NumberFormatException e) {
                    throw unexpected("a decimal number", tree);
                }
            }
        };
    }

    static OptionalDouble score(@Nullable Object tree) {
        return tree == null ? OptionalDouble.empty() : OptionalDouble.of(decimal(tree));
    }

    /** Members and scores by turns. */
    static List<ScoredMember> scored(@Nullable Object tree) {
        List<ScoredMember> all = new ArrayList<>();
        pairs(tree, (member, score) -> all.add(new ScoredMember(member, decimal(score))));
        return all;
    }

    static List<Map.Entry<String, String>> entries(@Nullable Object tree) {
        List<Map.Entry<String, String>> all = new ArrayList<>();
        pairs(tree, (name, value) -> all.add(Map.entry(name, value)));
        return all;
    }

    private static void pairs(@Nullable Object tree, BiConsumer<String, String> take) {
        List<String> flat = strings(tree);
        if (flat.size() % 2 != 0) {
            throw unexpected("pairs", tree);
        }
        for (int i = 0; i < flat.size(); i += 2) {
            take.accept(flat.get(i), flat.get(i + 1));
        }
    }

    /** A cursor, {@code "0"} at the end, and what the page holds. */
    static <T> MsPage<T> page(@Nullable Object tree, Decode<List<T>> items) {
        List<?> both = list(tree);
        if (both.size() != 2) {
            throw unexpected("a page", tree);
        }
        String cursor = string(both.get(0));
        return new MsPage<>(
                items.of(both.get(1)), cursor.equals("0") ? Optional.empty() : Optional.of(Cursor.parse(cursor)));
    }

    static Optional<GeoPoint> point(@Nullable Object tree) {
        if (tree == null) {
            return Optional.empty();
        }
        List<?> both = list(tree);
        if (both.size() != 2) {
            throw unexpected("a longitude and a latitude", tree);
        }
        double longitude = decimal(both.get(0));
        double latitude = decimal(both.get(1));
        try {
            return Optional.of(new GeoPoint(longitude, latitude));
        } catch (KvException e) {
            throw unexpected("a place on the earth", tree);
        }
    }

    static List<Optional<GeoPoint>> points(@Nullable Object tree) {
        return each(tree, Replies::point);
    }

    /** Names; or, if more was asked for, lists of a name, its distance, its coordinates. */
    static List<GeoHit> hits(@Nullable Object tree, boolean distance, boolean point) {
        return each(tree, one -> hit(one, distance, point));
    }

    private static GeoHit hit(@Nullable Object tree, boolean distance, boolean point) {
        if (!distance && !point) {
            return new GeoHit(string(tree), OptionalDouble.empty(), Optional.empty());
        }
        List<?> parts = list(tree);
        if (parts.size() != 1 + (distance ? 1 : 0) + (point ? 1 : 0)) {
            throw unexpected("a place with what was asked for", tree);
        }
        return new GeoHit(
                string(parts.get(0)),
                distance ? score(parts.get(1)) : OptionalDouble.empty(),
                point ? point(parts.get(parts.size() - 1)) : Optional.empty());
    }

    static KeyType type(@Nullable Object tree) {
        return switch (string(tree)) {
            case "none" -> KeyType.NONE;
            case "string" -> KeyType.STRING;
            case "list" -> KeyType.LIST;
            case "set" -> KeyType.SET;
            case "zset" -> KeyType.SORTED_SET;
            case "hash" -> KeyType.HASH;
            case "stream" -> KeyType.STREAM;
            default -> KeyType.OTHER;
        };
    }

    /** Seconds and microseconds, as texts. */
    static Instant time(@Nullable Object tree) {
        List<String> both = strings(tree);
        try {
            return Instant.ofEpochSecond(Long.parseLong(both.get(0)), Long.parseLong(both.get(1)) * 1_000);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw unexpected("seconds and microseconds", tree);
        }
    }

    static List<?> list(@Nullable Object tree) {
        if (!(tree instanceof List<?> all)) {
            throw unexpected("a list", tree);
        }
        return all;
    }

    private static <T> List<T> each(@Nullable Object tree, Decode<T> decode) {
        List<T> all = new ArrayList<>();
        for (Object one : list(tree)) {
            all.add(decode.of(one));
        }
        return all;
    }

    /** Says of which kind the result is, and nothing of what it holds. */
    static KvProtocolException unexpected(String expected, @Nullable Object tree) {
        String found = tree == null ? "null" : tree.getClass().getSimpleName();
        return new KvProtocolException(Failure.of(
                Outcome.APPLIED, "the result is not what it should be: expected " + expected + ", found " + found));
    }
}
