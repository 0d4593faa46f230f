package dev.kvclient.internal.engine;

import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One sending of one request that carries several members, or one that goes alone. Completed on its executor. */
final class BatchPart<T> extends CompletableFuture<T> implements WireAttempt<T>, Runnable {
    private final Batch batch;
    private final WireRequest<T> request;
    private final List<BatchMember<?>> members;
    private final AtomicBoolean back = new AtomicBoolean();
    private @Nullable Supplier<? extends T> answer;
    private @Nullable KvException failure;

    BatchPart(Batch batch, WireRequest<T> request, List<BatchMember<?>> members) {
        this.batch = batch;
        this.request = request;
        this.members = members;
    }

    void send() {
        try {
            request.send(this);
        } catch (RuntimeException | Error e) {
            boolean sent = members.stream().anyMatch(BatchMember::hasSetOut);
            failed(Failures.of(e, sent ? Outcome.UNKNOWN : Outcome.NOT_SENT));
        }
    }

    @Override
    public boolean withdrawn() {
        for (BatchMember<?> member : members) {
            if (!member.abandoned()) {
                return false;
            }
        }
        return true;
    }

    /** The frame is made: it must not leave if somebody in it was told that it has not been sent. */
    @Override
    public boolean sending() {
        boolean all = true;
        boolean some = false;
        for (BatchMember<?> member : members) {
            boolean goes = member.setOut();
            all &= goes;
            some |= goes;
        }
        if (all || (some && request.effect() == Effect.READ)) {
            return true;
        }
        batch.refuse();
        return false;
    }

    @Override
    public void onWithdrawal(Runnable action) {
        if (members.size() == 1) {
            members.get(0).onWithdrawal(action);
            return;
        }
        AtomicInteger wanted = new AtomicInteger(members.size());
        Runnable one = () -> {
            if (wanted.decrementAndGet() == 0) {
                action.run();
            }
        };
        members.forEach(member -> member.onWithdrawal(once(one)));
    }

    private static Runnable once(Runnable action) {
        AtomicBoolean done = new AtomicBoolean();
        return () -> {
            if (!done.getAndSet(true)) {
                action.run();
            }
        };
    }

    @Override
    public void answered(Supplier<? extends T> read) {
        if (back.compareAndSet(false, true)) {
            answer = read;
            // First, so that the next is on its way while this one is read.
            batch.landed();
            batch.executor().execute(this);
        }
    }

    @Override
    public void failed(KvException why) {
        if (back.compareAndSet(false, true)) {
            failure = why;
            batch.landed();
            batch.executor().execute(this);
        }
    }

    @Override
    public void run() {
        Supplier<? extends T> read = answer;
        try {
            if (read != null) {
                complete(read.get());
            } else if (failure != null) {
                completeExceptionally(failure);
            }
        } catch (RuntimeException | Error e) {
            completeExceptionally(Failures.of(e, Outcome.APPLIED));
        }
    }
}
