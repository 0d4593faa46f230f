package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.KuzzleTransactionResult;
import dev.kvclient.testkit.vectors.Vector;
import dev.kvclient.testkit.vectors.Vectors;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The methods of the memory storage make the requests that were recorded, and of the answers what they should. */
class MsRecordedTest {
    private static final String PREFIX = "ws-ms-";
    private static final MsRecordings ALL = new MsRecordings();

    static {
        MsPlainRecordings.server(ALL);
        MsPlainRecordings.set(ALL);
        MsPlainRecordings.strings(ALL);
        MsPlainRecordings.bits(ALL);
        MsPlainRecordings.keys(ALL);
        MsStructureRecordings.hashes(ALL);
        MsStructureRecordings.lists(ALL);
        MsStructureRecordings.sets(ALL);
        MsStructureRecordings.sortedSets(ALL);
        MsStructureRecordings.places(ALL);
        MsStructureRecordings.others(ALL);
        MsStructureRecordings.transactions(ALL);
    }

    private static Vector recorded(String id) {
        return Vectors.kuzzle().stream()
                .filter(vector -> vector.id().equals(PREFIX + id))
                .findFirst()
                .orElseThrow();
    }

    private static KuzzleMemoryStorage over(FakeExchange exchange) {
        return new NativeKuzzle(Settings.unconnected(), new FakePipeline(exchange)).ms();
    }

    @Test
    void everyRecordedPairIsLookedAtOrLeftOutForAReason() {
        List<String> recorded = Vectors.kuzzle().stream()
                .map(Vector::id)
                .filter(id -> id.startsWith(PREFIX))
                .map(id -> id.substring(PREFIX.length()))
                .toList();

        assertThat(ALL.ids()).containsExactlyInAnyOrderElementsOf(recorded);
    }

    static List<String> sent() {
        return List.copyOf(ALL.sent().keySet());
    }

    @ParameterizedTest
    @MethodSource("sent")
    void makesTheRequestAndReadsTheAnswer(String id) {
        Vector vector = recorded(id);
        FakeExchange exchange = FakeExchange.answering(vector.response());
        MsRecordings.Expected expected = ALL.sent().get(id);

        if (expected.error() == null) {
            assertThat(expected.call().apply(over(exchange))).isEqualTo(expected.result());
        } else {
            Throwable thrown = catchThrowable(() -> expected.call().apply(over(exchange)));
            assertThat(thrown).isExactlyInstanceOf(expected.error());
        }

        assertThat(plain(Json.object(exchange.frame()))).isEqualTo(plain(Json.object(vector.request())));
    }

    static List<String> refused() {
        return List.copyOf(ALL.refused().keySet());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatWouldFailOrSpoil(String id) {
        assertThat(recorded(id)).isNotNull();

        KvException e = catchThrowableOfType(
                KvException.class, () -> ALL.refused().get(id).run());

        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
    }

    @Test
    void aTransactionTellsTheResultOfEachCommandAndWhichFailed() {
        Vector vector = recorded("mexecute");
        FakeExchange exchange = FakeExchange.answering(vector.response());
        List<CompletableFuture<?>> futures = new ArrayList<>();

        KuzzleTransactionResult result = over(exchange).mexecute(tx -> {
            futures.add(tx.set("x1", "v"));
            futures.add(tx.get("x1"));
            futures.add(tx.incr("x1"));
            futures.add(tx.get("absent"));
            futures.add(tx.del("x1"));
        });

        assertThat(plain(Json.object(exchange.frame()))).isEqualTo(plain(Json.object(vector.request())));
        assertThat(result.failures()).containsOnlyKeys(2);
        assertThat(result.succeeded()).isFalse();
        KvException failure = result.failures().get(2);
        assertThat(failure).isInstanceOf(KvRequestException.class).hasMessageContaining("drops its reason");
        assertThat(failure.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(failure.operation()).contains("ms:incr");
        assertThat(failure.key()).contains("x1");
        assertThat(futures.get(1).join()).isEqualTo(Optional.of("v"));
        assertThat(catchThrowable(() -> futures.get(2).join())).hasCause(failure);
        assertThat(futures.get(3).join()).isEqualTo(Optional.empty());
        assertThat(futures.get(4).join()).isEqualTo(1L);
    }

    /** Without what every request has of its own. A number counts as its text where the text is what is stored. */
    private static Object plain(Map<?, ?> frame) {
        Map<Object, Object> own = new LinkedHashMap<>(frame);
        own.keySet().removeAll(List.of("requestId", "jwt"));
        return plain(own, false);
    }

    private static Object plain(Object json, boolean stored) {
        if (json instanceof Map<?, ?> fields) {
            Map<Object, Object> all = new LinkedHashMap<>();
            fields.forEach((name, value) -> all.put(name, plain(value, name.equals("value") || name.equals("values"))));
            return all;
        }
        if (json instanceof List<?> list) {
            return list.stream().map(one -> plain(one, stored)).toList();
        }
        if (json instanceof Number number) {
            return stored ? number.toString() : (Object) number.doubleValue();
        }
        return json;
    }
}
