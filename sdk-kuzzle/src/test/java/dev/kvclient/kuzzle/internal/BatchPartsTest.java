package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.Condition;
import dev.kvclient.RawJson;
import dev.kvclient.Scan;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.kuzzle.ValueFormat;
import dev.kvclient.spi.Batches;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Write;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A batch becomes as many frames as it needs, and none that the server would not take. */
class BatchPartsTest {
    /** Small, so that a handful of entries fills a frame. */
    private static final int LIMIT = 16_384;

    private static final String TOKEN = "kauth-" + "x".repeat(500);

    /** What costs one, two, three, four, two (escaped) and six bytes. */
    private static final String[] CHARACTERS = {
        "a", "é", "漢", "🎉", "\"", "\\", "\n", "\u0001", "\u0000", "\u007f", "\u2028"
    };

    private static CommandHandler commands(ValueFormat format) {
        return KuzzleBackend.builder()
                .endpoint("localhost", 7512)
                .valueFormat(format)
                .maxFrameBytes(LIMIT)
                .build()
                .commands();
    }

    private static String random(Random random, int most) {
        int kinds = 1 + random.nextInt(CHARACTERS.length);
        int shift = random.nextInt(CHARACTERS.length);
        return random.ints(random.nextInt(most), 0, kinds)
                .mapToObj(i -> CHARACTERS[(i + shift) % CHARACTERS.length])
                .collect(Collectors.joining());
    }

    private static Set<String> randomKeys(Random random, int count, int most) {
        Set<String> keys = new LinkedHashSet<>();
        while (keys.size() < count) {
            keys.add(keys.size() + random(random, most));
        }
        return keys;
    }

    private static String results(Map<?, ?> frame) {
        return switch ((String) frame.get("action")) {
            case "mget" -> nulls((List<?>) frame.get("keys"));
            case "del" -> Integer.toString(((List<?>) Json.at(frame, "body", "keys")).size());
            case "mset" -> "\"OK\"";
            case "mexecute" ->
                ((List<?>) Json.at(frame, "body", "actions"))
                        .stream().map(a -> "[null,\"OK\"]").collect(Collectors.joining(",", "[", "]"));
            default -> throw new AssertionError("not a batch: " + frame.get("action"));
        };
    }

    private static String nulls(List<?> keys) {
        return keys.stream().map(k -> "null").collect(Collectors.joining(",", "[", "]"));
    }

    private static FakeExchange exchange() {
        return new FakeExchange(BatchPartsTest::results).token(TOKEN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noPartOfAReadOrDeleteIsOverTheLimit(long seed) {
        Random random = new Random(seed);
        List<String> keys = List.copyOf(randomKeys(random, 300, 400));
        FakeExchange reads = exchange();
        FakeExchange deletes = exchange();

        commands(ValueFormat.NATURAL).getMany(new KvCommand.GetMany(keys), reads);
        var deleted = commands(ValueFormat.NATURAL)
                .deleteMany(new KvCommand.DeleteMany(keys), deletes)
                .toCompletableFuture()
                .join();

        assertThat(reads.lengths()).hasSizeGreaterThan(1).allMatch(length -> length <= LIMIT);
        assertThat(deletes.lengths()).hasSizeGreaterThan(1).allMatch(length -> length <= LIMIT);
        assertThat(deleted.failures()).isEmpty();
        assertThat(deleted.values().keySet()).containsExactlyElementsOf(keys);
        assertThat(reads.frames().stream()
                        .flatMap(f -> ((List<?>) Json.object(f).get("keys")).stream()))
                .isEqualTo(keys);
    }

    @ParameterizedTest
    @EnumSource(ValueFormat.class)
    void noPartOfAWriteIsOverTheLimit(ValueFormat format) {
        for (int seed = 1; seed <= 12; seed++) {
            Random random = new Random(seed);
            FakeExchange x = exchange();
            List<Write> writes = randomWrites(random, x);

            var reply = commands(format)
                    .setMany(new KvCommand.SetMany(writes), x)
                    .toCompletableFuture()
                    .join();

            assertThat(x.lengths()).as("seed %s", seed).allMatch(length -> length <= LIMIT);
            assertThat(reply.failures()).as("seed %s", seed).isEmpty();
            assertThat(reply.values().keySet())
                    .as("seed %s", seed)
                    .containsExactlyInAnyOrderElementsOf(
                            writes.stream().map(Write::key).toList());
        }
    }

    private static List<Write> randomWrites(Random random, FakeExchange x) {
        List<Write> writes = new ArrayList<>();
        for (String key : randomKeys(random, 150, 60)) {
            String text = random(random, 300);
            Object value = random.nextBoolean() ? text : Map.of(text, List.of(text, 1));
            boolean expires = random.nextInt(3) == 0;
            Condition condition = random.nextInt(4) == 0 ? Condition.present() : Condition.none();
            writes.add(new Write(
                    key,
                    KvCodec.standard().encode(value),
                    expires ? x.time().now().plus(Duration.ofDays(100_000)) : null,
                    expires,
                    condition,
                    Map.of(),
                    false));
        }
        return writes;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void theEstimateOfAnEntryIsNeverTooSmall(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String text = random(random, 40);
            int real = Json.quoted(text).getBytes(StandardCharsets.UTF_8).length - 2;
            assertThat(Batches.escapedSize(text)).isGreaterThanOrEqualTo(real);
        }
    }

    @Test
    void aPartHasAtMostAThousandKeys() {
        List<String> keys =
                IntStream.range(0, 2_500).mapToObj(Integer::toString).toList();
        FakeExchange x = exchange();

        KuzzleBackend.builder().endpoint("localhost", 7512).build().commands().getMany(new KvCommand.GetMany(keys), x);

        assertThat(x.frames().stream().map(f -> ((List<?>) Json.object(f).get("keys")).size()))
                .containsExactly(1_000, 1_000, 500);
    }

    @Test
    void aLargeVolatileIsCounted() {
        FakeExchange x = exchange()
                .options(CallOptions.none()
                        .attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"trace\":\"" + "x".repeat(8_000) + "\"}")));
        List<String> keys = IntStream.range(0, 400)
                .mapToObj(i -> "key-" + i + "-" + "y".repeat(30))
                .toList();

        commands(ValueFormat.NATURAL).getMany(new KvCommand.GetMany(keys), x);

        assertThat(x.lengths()).allMatch(length -> length <= LIMIT);
    }

    @Test
    void aPageOfEntriesWithLongKeysIsReadInFramesThatFit() {
        List<String> keys =
                IntStream.range(0, 60).mapToObj(i -> i + "-" + "k".repeat(400)).toList();
        FakeExchange x = new FakeExchange(frame -> frame.get("action").equals("scan")
                ? "[\"0\"," + keys.stream().map(Json::quoted).collect(Collectors.joining(",", "[", "]")) + "]"
                : Stream.concat(
                                Stream.of("[null,"
                                        + nulls((List<?>) Json.at(frame, "body", "actions", 0, "args", "keys")) + "]"),
                                ((List<?>) Json.at(frame, "body", "actions"))
                                        .stream().skip(1).map(a -> "[null,-2]"))
                        .collect(Collectors.joining(",", "[", "]")));

        commands(ValueFormat.NATURAL)
                .scanEntries(new KvCommand.ScanEntries(Scan.all()), x)
                .toCompletableFuture()
                .join();

        assertThat(x.lengths()).allMatch(length -> length <= LIMIT);
    }

    @Test
    void aPrefixWithLongKeysIsDeletedInFramesThatFit() {
        List<String> keys =
                IntStream.range(0, 100).mapToObj(i -> i + "-" + "k".repeat(400)).toList();
        FakeExchange x = new FakeExchange(frame -> frame.get("action").equals("scan")
                ? "[\"0\"," + keys.stream().map(Json::quoted).collect(Collectors.joining(",", "[", "]")) + "]"
                : results(frame));

        long deleted = commands(ValueFormat.NATURAL)
                .deletePrefix(new KvCommand.DeletePrefix("k"), x)
                .toCompletableFuture()
                .join();

        assertThat(deleted).isEqualTo(100);
        assertThat(x.lengths()).allMatch(length -> length <= LIMIT);
    }
}
