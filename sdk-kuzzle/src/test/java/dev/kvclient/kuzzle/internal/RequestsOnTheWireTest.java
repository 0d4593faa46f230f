package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.CallOptions;
import dev.kvclient.Condition;
import dev.kvclient.Cursor;
import dev.kvclient.RawJson;
import dev.kvclient.Scan;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleAttributes;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.spi.CommandHandler;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each command as the exact text that goes over the wire. */
class RequestsOnTheWireTest {
    private static final CommandHandler COMMANDS =
            KuzzleBackend.builder().endpoint("localhost", 7512).build().commands();

    private static final String OK = "\"OK\"";

    private static Write write(FakeExchange x, String key, Object value, @Nullable Duration ttl, Condition condition) {
        Instant end = ttl == null ? null : x.time().now().plus(ttl);
        return new Write(key, KvCodec.standard().encode(value), end, ttl != null, condition, Map.of(), false);
    }

    /** The frame of a command, less what all have in common. */
    private static String sent(FakeExchange x, KvCommand<?> command) {
        command.dispatch(COMMANDS, x).toCompletableFuture().join();
        return withoutEnvelope(x.frame());
    }

    private static String withoutEnvelope(String frame) {
        String start = "{\"requestId\":\"7\",\"controller\":\"ms\",";
        assertThat(frame).startsWith(start).endsWith("}");
        return frame.substring(start.length(), frame.length() - 1);
    }

    private static String set(Duration ttl, Condition condition) {
        FakeExchange x = new FakeExchange(OK);
        return sent(x, new KvCommand.Set(write(x, "k", "v", ttl, condition)));
    }

    @Test
    void whatReadsHasItsArgumentsAtTheTopLevel() {
        assertThat(sent(new FakeExchange("null"), new KvCommand.Get("k")))
                .isEqualTo("\"action\":\"get\",\"_id\":\"k\"");
        assertThat(sent(new FakeExchange("[null,null]"), new KvCommand.GetMany(List.of("a", "b"))))
                .isEqualTo("\"action\":\"mget\",\"keys\":[\"a\",\"b\"]");
        assertThat(sent(new FakeExchange("0"), new KvCommand.Contains("k,with,commas")))
                .isEqualTo("\"action\":\"exists\",\"keys\":[\"k,with,commas\"]");
        assertThat(sent(new FakeExchange("-1"), new KvCommand.ReadTtl("k")))
                .isEqualTo("\"action\":\"pttl\",\"_id\":\"k\"");
        assertThat(sent(new FakeExchange("0"), new KvCommand.Count(""))).isEqualTo("\"action\":\"dbsize\"");
        assertThat(sent(new FakeExchange("\"PONG\""), new KvCommand.Ping())).isEqualTo("\"action\":\"ping\"");
    }

    @Test
    void whatWritesHasTheKeyAtTheTopAndTheRestInTheBody() {
        assertThat(sent(new FakeExchange("3"), new KvCommand.Increment("k", 3)))
                .isEqualTo("\"action\":\"incrby\",\"_id\":\"k\",\"body\":{\"value\":\"3\"}");
        FakeExchange x = new FakeExchange("1");
        assertThat(sent(x, new KvCommand.Expire("k", x.time().now().plusMillis(1_500))))
                .isEqualTo("\"action\":\"pexpire\",\"_id\":\"k\",\"body\":{\"milliseconds\":1500}");
        assertThat(sent(new FakeExchange("1"), new KvCommand.Persist("k")))
                .isEqualTo("\"action\":\"persist\",\"_id\":\"k\",\"body\":{}");
        assertThat(sent(new FakeExchange("1"), new KvCommand.Delete("k", Condition.none())))
                .isEqualTo("\"action\":\"del\",\"body\":{\"keys\":[\"k\"]}");
        assertThat(sent(new FakeExchange("1"), new KvCommand.DeleteMany(List.of("a", "b"))))
                .isEqualTo("\"action\":\"del\",\"body\":{\"keys\":[\"a\",\"b\"]}");
        assertThat(sent(new FakeExchange(OK), new KvCommand.Clear())).isEqualTo("\"action\":\"flushdb\"");
    }

    @Test
    void aSetNamesOnlyTheOptionsThatItHas() {
        assertThat(set(null, Condition.none()))
                .isEqualTo("\"action\":\"set\",\"_id\":\"k\",\"body\":{\"value\":\"v\"}");
        assertThat(set(Duration.ofSeconds(2), Condition.none()))
                .isEqualTo("\"action\":\"set\",\"_id\":\"k\",\"body\":{\"value\":\"v\",\"px\":2000}");
        assertThat(set(null, Condition.absent()))
                .isEqualTo("\"action\":\"set\",\"_id\":\"k\",\"body\":{\"value\":\"v\",\"nx\":true}");
        assertThat(set(null, Condition.present()))
                .isEqualTo("\"action\":\"set\",\"_id\":\"k\",\"body\":{\"value\":\"v\",\"xx\":true}");
        assertThat(set(Duration.ofMillis(1), Condition.present()))
                .isEqualTo("\"action\":\"set\",\"_id\":\"k\",\"body\":{\"value\":\"v\",\"px\":1,\"xx\":true}");
    }

    @Test
    void aTimeToLiveRunsFromTheCallNotFromTheSending() {
        FakeExchange x = new FakeExchange(OK);
        Write write = write(x, "k", "v", Duration.ofSeconds(10), Condition.none());
        x.time().advance(Duration.ofSeconds(4));

        assertThat(sent(x, new KvCommand.Set(write))).contains("\"px\":6000");
    }

    @Test
    void aTimeToLiveThatRanOutIsNotSent() {
        FakeExchange x = new FakeExchange(OK);
        Write write = write(x, "k", "v", Duration.ofSeconds(10), Condition.none());
        x.time().advance(Duration.ofSeconds(10));

        CompletableFuture<?> set = COMMANDS.set(new KvCommand.Set(write), x).toCompletableFuture();

        assertThatThrownBy(set::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        KvTimeoutException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT));
        assertThat(x.frames()).isEmpty();
    }

    @Test
    void countersAreTextSoThatNoDigitIsLost() {
        assertThat(sent(new FakeExchange("1"), new KvCommand.Increment("k", Long.MAX_VALUE)))
                .contains("\"value\":\"9223372036854775807\"");
        assertThat(sent(new FakeExchange("1"), new KvCommand.Increment("k", Long.MIN_VALUE)))
                .contains("\"value\":\"-9223372036854775808\"");
    }

    @Test
    void anEntryIsItsValueAndItsLifeInOneTransaction() {
        assertThat(sent(new FakeExchange("[[null,null],[null,-2]]"), new KvCommand.GetEntry("k")))
                .isEqualTo("\"action\":\"mexecute\",\"body\":{\"actions\":["
                        + "{\"action\":\"get\",\"args\":{\"_id\":\"k\"}},"
                        + "{\"action\":\"pttl\",\"args\":{\"_id\":\"k\"}}]}");
    }

    @Test
    void scanSendsItsCursorAsText() {
        assertThat(sent(new FakeExchange("[\"0\",[]]"), new KvCommand.ScanKeys(Scan.all())))
                .isEqualTo("\"action\":\"scan\",\"cursor\":\"0\",\"count\":100");
        assertThat(sent(
                        new FakeExchange("[\"0\",[]]"),
                        new KvCommand.ScanKeys(
                                Scan.prefix("user:").pageSize(7).from(Cursor.parse("18014398509481985")))))
                .isEqualTo("\"action\":\"scan\",\"cursor\":\"18014398509481985\",\"match\":\"user:*\",\"count\":7");
    }

    @Test
    void aPrefixIsNoPattern() {
        Map<?, ?> frame = scanFrame("a*b?c[d]e\\f-g^h");

        assertThat(frame.get("match")).isEqualTo("a\\*b\\?c\\[d\\]e\\\\f-g^h*");
    }

    @Test
    void aPrefixOfOddCharactersStaysItself() {
        assertThat(scanFrame("é漢字🎉\"\u0000,{}").get("match")).isEqualTo("é漢字🎉\"\u0000,{}*");
    }

    private static Map<?, ?> scanFrame(String prefix) {
        FakeExchange x = new FakeExchange("[\"0\",[]]");
        COMMANDS.scanKeys(new KvCommand.ScanKeys(Scan.prefix(prefix)), x)
                .toCompletableFuture()
                .join();
        return Json.object(x.frame());
    }

    @Test
    void entriesOfAPageAreReadInOneTransaction() {
        Function<Map<?, ?>, String> server = frame -> frame.get("action").equals("scan")
                ? "[\"0\",[\"a\",\"b\"]]"
                : "[[null,[\"1\",null]],[null,-1],[null,-2]]";
        FakeExchange x = new FakeExchange(server);

        var page = COMMANDS.scanEntries(new KvCommand.ScanEntries(Scan.all()), x)
                .toCompletableFuture()
                .join();

        assertThat(page.items()).singleElement().satisfies(e -> {
            assertThat(e.key()).isEqualTo("a");
            assertThat(e.expiresAt()).isNull();
        });
        assertThat(page.next()).isNull();
        assertThat(withoutEnvelope(x.frames().get(1)))
                .isEqualTo("\"action\":\"mexecute\",\"body\":{\"actions\":["
                        + "{\"action\":\"mget\",\"args\":{\"keys\":[\"a\",\"b\"]}},"
                        + "{\"action\":\"pttl\",\"args\":{\"_id\":\"a\"}},"
                        + "{\"action\":\"pttl\",\"args\":{\"_id\":\"b\"}}]}");
    }

    @Test
    void plainWritesGoByMset() {
        FakeExchange x = new FakeExchange(OK);

        assertThat(sent(
                        x,
                        new KvCommand.SetMany(List.of(
                                write(x, "a", "1", null, Condition.none()), write(x, "b", 2, null, Condition.none())))))
                .isEqualTo("\"action\":\"mset\",\"body\":{\"entries\":["
                        + "{\"key\":\"a\",\"value\":\"1\"},{\"key\":\"b\",\"value\":\"2\"}]}");
    }

    @Test
    void whatMsetRefusesGoesByATransaction() {
        FakeExchange x = new FakeExchange("[[null,\"OK\"],[null,\"OK\"],[null,null]]");

        var reply = COMMANDS.setMany(
                        new KvCommand.SetMany(List.of(
                                write(x, "empty", "", null, Condition.none()),
                                write(x, "short", "v", Duration.ofSeconds(1), Condition.none()),
                                write(x, "new", "v", null, Condition.absent()))),
                        x)
                .toCompletableFuture()
                .join();

        assertThat(withoutEnvelope(x.frame()))
                .isEqualTo("\"action\":\"mexecute\",\"body\":{\"actions\":["
                        + "{\"action\":\"set\",\"args\":{\"_id\":\"empty\",\"body\":{\"value\":\"\"}}},"
                        + "{\"action\":\"set\",\"args\":{\"_id\":\"short\",\"body\":{\"value\":\"v\",\"px\":1000}}},"
                        + "{\"action\":\"set\",\"args\":{\"_id\":\"new\",\"body\":{\"value\":\"v\",\"nx\":true}}}]}");
        assertThat(reply.values().get("short").written()).isTrue();
        assertThat(reply.values().get("new").written()).isFalse();
        assertThat(reply.failures()).isEmpty();
        assertThat(x.effects()).containsExactly(Effect.WRITE);
    }

    @Test
    void aMixedBatchIsOnePlainPartAndOneTransaction() {
        FakeExchange x = new FakeExchange(frame -> frame.get("action").equals("mset") ? OK : "[[null,\"OK\"]]");

        var reply = COMMANDS.setMany(
                        new KvCommand.SetMany(List.of(
                                write(x, "a", "v", null, Condition.none()),
                                write(x, "b", "v", Duration.ofSeconds(1), Condition.none()),
                                write(x, "c", "v", null, Condition.none()))),
                        x)
                .toCompletableFuture()
                .join();

        assertThat(x.frames())
                .extracting(f -> (Object) Json.object(f).get("action"))
                .containsExactly("mset", "mexecute");
        assertThat(x.effects()).containsOnly(Effect.IDEMPOTENT_WRITE);
        assertThat(reply.values()).containsOnlyKeys("a", "b", "c");
    }

    @Test
    void theTokenIsInTheFrameOnlyIfThereIsOne() {
        assertThat(sent(new FakeExchange("null").token("kauth-1"), new KvCommand.Get("k")))
                .isEqualTo("\"action\":\"get\",\"_id\":\"k\",\"jwt\":\"kauth-1\"");
        assertThat(sent(new FakeExchange("null"), new KvCommand.Get("k"))).doesNotContain("jwt");
    }

    @Test
    void attributesAreTopLevelMembers() {
        CallOptions options = CallOptions.none()
                .attribute(KuzzleAttributes.VOLATILE, RawJson.of("{\"trace\":[1,\"é\"]}"))
                .attribute(KuzzleAttributes.TRIGGER_EVENTS, true);

        assertThat(sent(new FakeExchange("null").options(options), new KvCommand.Get("k")))
                .isEqualTo(
                        "\"action\":\"get\",\"_id\":\"k\",\"volatile\":{\"trace\":[1,\"é\"]},\"triggerEvents\":true");
        assertThat(sent(
                        new FakeExchange("null")
                                .options(CallOptions.none().attribute(KuzzleAttributes.TRIGGER_EVENTS, false)),
                        new KvCommand.Get("k")))
                .doesNotContain("triggerEvents");
    }

    @Test
    void effectsAreThoseOfTheCommands() {
        FakeExchange x = new FakeExchange(OK);
        COMMANDS.set(new KvCommand.Set(write(x, "k", "v", null, Condition.none())), x);
        COMMANDS.set(new KvCommand.Set(write(x, "k", "v", null, Condition.absent())), x);
        COMMANDS.set(new KvCommand.Set(write(x, "k", "v", null, Condition.present())), x);
        COMMANDS.increment(new KvCommand.Increment("k", 1), x);
        COMMANDS.get(new KvCommand.Get("k"), x);
        COMMANDS.delete(new KvCommand.Delete("k", Condition.none()), x);

        assertThat(x.effects())
                .containsExactly(
                        Effect.IDEMPOTENT_WRITE,
                        Effect.WRITE,
                        Effect.WRITE,
                        Effect.WRITE,
                        Effect.READ,
                        Effect.IDEMPOTENT_WRITE);
    }
}
