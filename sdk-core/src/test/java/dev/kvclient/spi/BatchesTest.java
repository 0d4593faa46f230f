package dev.kvclient.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchesTest {
    private static List<List<String>> split(int maxEntries, long maxBytes, long envelope, String... entries) {
        return Batches.split(List.of(entries), maxEntries, maxBytes, envelope, String::length);
    }

    private static KvConnectionException lost() {
        return new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost").retryable(true));
    }

    private static CompletableFuture<BatchReply<String>> done(List<String> part) {
        return CompletableFuture.completedFuture(
                BatchReply.of(part.stream().collect(Collectors.toMap(k -> k, k -> "of " + k))));
    }

    @Test
    void splitsInOrderByCountAndByBytes() {
        assertThat(split(9, 99, 0)).isEmpty();
        assertThat(split(2, 99, 0, "a", "b", "c", "d", "e"))
                .containsExactly(List.of("a", "b"), List.of("c", "d"), List.of("e"));
        assertThat(split(9, 10, 4, "aaa", "bbb", "ccc", "d"))
                .containsExactly(List.of("aaa", "bbb"), List.of("ccc", "d"));
        assertThat(split(1, Long.MAX_VALUE, 0, "a", "b")).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void whatIsTooLargeStandsAlone() {
        assertThat(split(9, 10, 4, "a", "much too large", "b", "c"))
                .containsExactly(List.of("a"), List.of("much too large"), List.of("b", "c"));
        assertThat(split(9, 10, 11, "a", "b")).containsExactly(List.of("a"), List.of("b"));
    }

    @Test
    void theRepliesOfAllPartsAreOneInOrder() {
        List<List<String>> sent = new ArrayList<>();
        BatchReply<String> reply = Batches.send(List.of(List.of("a", "b"), List.of("c")), Function.identity(), part -> {
                    sent.add(part);
                    Map<String, String> values = new LinkedHashMap<>();
                    part.forEach(key -> values.put(key, "of " + key));
                    return CompletableFuture.completedFuture(BatchReply.of(values));
                })
                .join();

        assertThat(sent).containsExactly(List.of("a", "b"), List.of("c"));
        assertThat(List.copyOf(reply.values().values())).containsExactly("of a", "of b", "of c");
        assertThat(reply.failures()).isEmpty();
    }

    @Test
    void allPartsAreSentBeforeTheFirstIsAnswered() {
        List<CompletableFuture<BatchReply<String>>> answers = new ArrayList<>();
        CompletableFuture<BatchReply<String>> reply =
                Batches.send(List.of(List.of("a"), List.of("b")), Function.identity(), part -> {
                    CompletableFuture<BatchReply<String>> answer = new CompletableFuture<>();
                    answers.add(answer);
                    return answer;
                });
        assertThat(answers).hasSize(2);
        answers.get(1).completeExceptionally(lost());
        assertThat(reply).isNotDone();
        answers.get(0).complete(BatchReply.of(Map.of("a", "1")));

        assertThat(reply.join().values()).containsOnly(Map.entry("a", "1"));
        assertThat(reply.join().failures()).containsOnlyKeys("b");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aPartThatFailsFailsItsMembersOnly(boolean wrapped) {
        KvException failure = lost();
        BatchReply<String> reply = Batches.send(
                        List.of(List.of("a", "b"), List.of("c")),
                        Function.identity(),
                        part -> part.contains("a")
                                ? CompletableFuture.failedFuture(wrapped ? new CompletionException(failure) : failure)
                                : done(part))
                .join();

        assertThat(reply.values()).containsOnlyKeys("c");
        assertThat(reply.failures()).containsOnlyKeys("a", "b");
        assertThat(reply.failures().get("b")).isInstanceOfSatisfying(KvConnectionException.class, e -> {
            assertThat(e.key()).contains("b");
            assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(e.retryable()).isTrue();
        });
    }

    /** What cannot be sent any more, such as a write whose time to live is over, throws while the part is made. */
    @Test
    void aPartThatCannotBeSentFailsItsMembersOnly() {
        BatchReply<String> reply = Batches.send(
                        List.of(List.of("a"), List.of("b"), List.of("c")), Function.<String>identity(), part -> {
                            if (part.contains("b")) {
                                throw new KvTimeoutException(Failure.of(Outcome.NOT_SENT, "expired"));
                            }
                            return done(part);
                        })
                .join();

        assertThat(reply.values()).containsOnlyKeys("a", "c");
        assertThat(reply.failures()).containsOnlyKeys("b");
        assertThat(reply.failures().get("b").outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aMistakeFailsTheWhole() {
        IllegalStateException mistake = new IllegalStateException("on purpose");
        CompletableFuture<BatchReply<String>> reply = Batches.send(
                List.of(List.of("a"), List.of("b")),
                Function.identity(),
                part -> part.contains("a") ? CompletableFuture.failedFuture(mistake) : done(part));

        assertThatThrownBy(reply::join).hasCause(mistake);
    }

    @Test
    void theMembersOwnFailuresStay() {
        KvException refused = lost();
        BatchReply<String> reply = Batches.send(
                        List.of(List.of("a", "b")),
                        Function.<String>identity(),
                        part -> CompletableFuture.completedFuture(
                                new BatchReply<>(Map.of("a", "1"), Map.of("b", refused))))
                .join();

        assertThat(reply.values()).containsOnly(Map.entry("a", "1"));
        assertThat(reply.failures()).containsOnly(Map.entry("b", refused));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "\"quoted\"",
                "a\\b",
                "\n\t\u0000\u001f\u007f",
                "Zoë ✓ 😀",
                "{\"a\":\"b\\\"c\"}",
                "/\u2028"
            })
    void theEscapedSizeIsNeverTooSmall(String text) {
        byte[] escaped = JsonStringEncoder.getInstance().quoteAsUTF8(text);
        assertThat(Batches.escapedSize(text)).isBetween((long) escaped.length, escaped.length * 3L);
    }
}
