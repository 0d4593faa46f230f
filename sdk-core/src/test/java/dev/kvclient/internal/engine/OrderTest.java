package dev.kvclient.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.AsyncKvOperations;
import dev.kvclient.ClearOptions;
import dev.kvclient.KvWrite;
import dev.kvclient.Ordering;
import dev.kvclient.SetOptions;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.FakeBackend.Sent;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Which requests wait for which, seen from the wire. */
class OrderTest extends EngineTest {
    @Test
    void aWriteWaitsForTheEarlierWriteOfItsKey() {
        AsyncKvOperations kv = client().async();
        var first = kv.set("a", 1);
        var second = kv.set("a", 2);

        Sent sent = sent();
        assertThat(sent.number()).isEqualTo(1);
        nothingIsSent();
        sent.answer();
        assertThat(await(first).written()).isTrue();
        Sent then = sent();
        assertThat(then.number()).isEqualTo(2);
        then.answer();
        assertThat(await(second).written()).isTrue();
    }

    @Test
    void aReadWaitsForEarlierWritesAndReadsForNobody() {
        AsyncKvOperations kv = client().async();
        var write = kv.set("a", 1);
        var read = kv.get("a", Integer.class);
        var readToo = kv.contains("a");

        Sent sent = sent();
        nothingIsSent();
        sent.answer();
        Sent one = sent();
        Sent two = sent();
        assertThat(Set.of(one.operation(), two.operation())).containsExactlyInAnyOrder("get", "contains");
        var later = kv.set("a", 2);
        Sent third = sent();
        assertThat(third.operation()).isEqualTo("set");
        one.answer();
        two.answer();
        third.answer();
        await(CompletableFuture.allOf(write, read, readToo, later));
        assertThat(read).isCompleted();
    }

    @Test
    void differentKeysDoNotWait() {
        AsyncKvOperations kv = client().async();
        var a = kv.set("a", 1);
        var b = kv.set("b", 2);
        var c = kv.setAll(List.of(KvWrite.of("c", 1), KvWrite.of("d", 2)));

        Sent first = sent();
        Sent second = sent();
        Sent third = sent();
        third.answer();
        await(c);
        second.answer();
        await(b);
        assertThat(a).isNotDone();
        first.answer();
        assertThat(await(a).written()).isTrue();
    }

    @Test
    void aBatchWaitsInAllItsLanes() {
        AsyncKvOperations kv = client().async();
        var a = kv.set("a", 1);
        var b = kv.set("b", 1);
        var batch = kv.setAll(List.of(KvWrite.of("a", 2), KvWrite.of("b", 2)));
        var later = kv.set("b", 3);

        Sent first = sent();
        Sent second = sent();
        first.answer();
        await(a);
        nothingIsSent();
        second.answer();
        await(b);
        Sent third = sent();
        assertThat(third.operation()).isEqualTo("setAll");
        nothingIsSent();
        third.answer();
        assertThat(await(batch).orThrow()).hasSize(2);
        sent().answer();
        assertThat(await(later).written()).isTrue();
    }

    @Test
    void aBarrierWaitsForAllAndAllWaitForIt() {
        backend.onSend = backend.sent::add;
        AsyncKvOperations kv = client().async();
        var a = kv.set("a", 1);
        var b = kv.set("b", 1);
        var clear = kv.clear(ClearOptions.everything());
        var c = kv.set("c", 1);
        var read = kv.get("d", Integer.class);
        var ping = kv.ping();

        Sent first = sent();
        Sent second = sent();
        Sent third = sent();
        assertThat(third.operation()).isEqualTo("ping");
        third.answer();
        await(ping);
        first.answer();
        await(a);
        nothingIsSent();
        second.answer();
        await(b);
        Sent barrier = sent();
        assertThat(barrier.operation()).isEqualTo("clear");
        nothingIsSent();
        barrier.answer();
        clear.join();
        sent().answer();
        sent().answer();
        await(CompletableFuture.allOf(c, read));
        assertThat(backend.sent).isEmpty();
    }

    @Test
    void aListingWaitsForWritesButHoldsNoneUp() {
        AsyncKvOperations kv = client().async();
        var write = kv.set("a", 1);
        var count = kv.count();
        var later = kv.set("b", 1);

        Sent first = sent();
        Sent second = sent();
        assertThat(second.operation()).isEqualTo("set");
        second.answer();
        await(later);
        nothingIsSent();
        first.answer();
        await(write);
        Sent third = sent();
        assertThat(third.operation()).isEqualTo("count");
        third.answer();
        assertThat(await(count)).isEqualTo(1);
    }

    @Test
    void oneThatLeavesTheRowDoesNotLetThoseBehindOvertake() {
        AsyncKvOperations kv = client().async();
        var first = kv.set("a", 1);
        var cancelled = kv.set("a", 2);
        var expired = kv.set("a", 3, SetOptions.none().timeout(ms(50)));
        var last = kv.set("a", 4);
        Sent sent = sent();

        assertThat(cancelled.cancel(false)).isTrue();
        time.advance(ms(100));

        assertThat(failureOf(KvTimeoutException.class, expired).outcome()).isEqualTo(Outcome.NOT_SENT);
        nothingIsSent();
        sent.answer();
        await(first);
        Sent then = sent();
        assertThat(then.number()).isEqualTo(4);
        then.answer();
        assertThat(await(last).written()).isTrue();
        nothingIsSent();
    }

    @Test
    void aCancelledBarrierIsNeverSent() {
        AsyncKvOperations kv = client().async();
        var write = kv.set("a", 1);
        var clear = kv.clear(ClearOptions.everything());
        var later = kv.set("b", 2);
        assertThat(clear.cancel(false)).isTrue();

        Sent first = sent();
        nothingIsSent();
        first.answer();
        await(write);
        Sent then = sent();
        assertThat(then.operation()).isEqualTo("set");
        then.answer();
        assertThat(await(later).written()).isTrue();
    }

    @Test
    void aCancelledUpdateSendsNothingMore() throws Exception {
        AsyncKvOperations kv = client().async();
        var write = kv.set("a", 1);
        var update = kv.update("a", Integer.class, old -> 2);
        assertThat(update.cancel(false)).isTrue();

        sent().answer();
        await(write);

        assertThat(backend.sent.poll(200, TimeUnit.MILLISECONDS)).isNull();
    }

    @Test
    void withoutOrderingNobodyWaits() {
        AsyncKvOperations kv = open(builder().ordering(Ordering.NONE)).async();
        var first = kv.set("a", 1);
        var second = kv.set("a", 2);

        Sent one = sent();
        Sent two = sent();
        two.answer();
        assertThat(await(second).written()).isTrue();
        one.answer();
        assertThat(await(first).written()).isTrue();
    }
}
