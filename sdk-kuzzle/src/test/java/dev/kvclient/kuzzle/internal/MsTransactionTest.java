package dev.kvclient.kuzzle.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.error.KvBatchException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.KuzzleTransaction;
import dev.kvclient.kuzzle.ms.KuzzleTransactionResult;
import dev.kvclient.kuzzle.ms.SetArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of a transaction that is not carried out as it should be. */
@SuppressWarnings("FutureReturnValueIgnored") // What becomes of a transaction tells of all its commands.
class MsTransactionTest {
    private static KuzzleMemoryStorage answering(String result) {
        return over(new FakeExchange(result));
    }

    private static KuzzleMemoryStorage over(FakeExchange exchange) {
        return new NativeKuzzle(Settings.unconnected(), new FakePipeline(exchange)).ms();
    }

    @Test
    void aTransactionThatFailsAsAWholeSettlesItsFutures() {
        AtomicReference<CompletableFuture<Long>> hits = new AtomicReference<>();
        String refusal =
                "{\"error\":{\"id\":\"api.process.overloaded\",\"status\":503,\"message\":\"\"},\"status\":503}";
        KuzzleMemoryStorage ms = over(FakeExchange.answering(refusal));

        assertThatThrownBy(() -> ms.mexecute(tx -> hits.set(tx.incr("a")))).isInstanceOf(KvException.class);
        assertThat(hits.get()).isCompletedExceptionally();

        CompletableFuture<KuzzleTransactionResult> result = ms.async().mexecute(tx -> hits.set(tx.incr("a")));
        assertThat(result).isCompletedExceptionally();
        assertThat(hits.get()).isCompletedExceptionally();
    }

    @Test
    void aTransactionOfWhichOneResultIsWantedGivesIt() {
        KuzzleMemoryStorage ms = answering("[[null,null],[null,3]]");

        long hits = ms.mexecuteResult(tx -> {
            tx.set("hits", 0, SetArgs.none().nx());
            return tx.incr("hits");
        });

        assertThat(hits).isEqualTo(3);
        assertThat(answering("[[null,4]]").async().mexecuteResult(tx -> tx.incr("hits")))
                .isCompletedWithValue(4L);
    }

    @Test
    void ofATransactionThatFailedInPartNoResultIsGiven() {
        KuzzleMemoryStorage ms = answering("[[{}],[null,3]]");

        assertThatThrownBy(() -> ms.mexecuteResult(tx -> {
                    tx.incr("no number");
                    return tx.incr("hits");
                }))
                .isInstanceOf(KvBatchException.class);
    }

    @Test
    void aTransactionOfWhichTheApplicationThinksBetterIsNotSent() {
        FakeExchange exchange = new FakeExchange("null");
        AtomicReference<CompletableFuture<Long>> hits = new AtomicReference<>();
        AtomicReference<KuzzleTransaction> kept = new AtomicReference<>();
        Consumer<KuzzleTransaction> failing = tx -> {
            kept.set(tx);
            hits.set(tx.incr("a"));
            throw new IllegalStateException("no");
        };

        assertThatThrownBy(() -> over(exchange).mexecute(failing)).hasMessage("no");
        assertThat(hits.get()).isCompletedExceptionally();
        assertThatThrownBy(() -> over(exchange).async().mexecute(failing).join())
                .hasRootCauseMessage("no");
        assertThatThrownBy(() -> kept.get().incr("a")).isInstanceOf(KvRequestException.class);
        assertThat(exchange.frames()).isEmpty();
    }

    @Test
    void waitingForACommandBeforeItsTransactionIsRefusedInEveryForm() {
        FakeExchange exchange = new FakeExchange("[[null,1]]");
        List<Throwable> thrown = new ArrayList<>();

        over(exchange).mexecute(tx -> {
            CompletableFuture<Long> hits = tx.incr("a");
            thrown.add(catchThrowableOfType(KvException.class, hits::get));
            thrown.add(catchThrowableOfType(KvException.class, () -> hits.get(1, TimeUnit.SECONDS)));
            thrown.add(catchThrowableOfType(
                    KvException.class, () -> hits.thenApply(n -> n + 1).join()));
        });

        assertThat(thrown).hasSize(3).allSatisfy(e -> assertThat(e).isInstanceOf(KvRequestException.class));
    }

    @Test
    void theFailuresOfATransactionAreThrownTogether() {
        KuzzleTransactionResult result = answering("[[{}],[null,9007199254740992],[null,1]]")
                .mexecute(tx -> {
                    tx.incr("a");
                    tx.incr("b");
                    tx.incr("c");
                });

        KvBatchException e = catchThrowableOfType(KvBatchException.class, result::orThrow);

        assertThat(e.failures()).containsOnlyKeys("0", "1");
        assertThat(e.failures().get("0")).isInstanceOf(KvRequestException.class);
        assertThat(e.failures().get("1")).isInstanceOf(KvSerializationException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(answering("[[null,1]]")
                        .mexecute(tx -> tx.incr("a"))
                        .orThrow()
                        .succeeded())
                .isTrue();
    }
}
