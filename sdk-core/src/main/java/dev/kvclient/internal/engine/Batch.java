package dev.kvclient.internal.engine;

import dev.kvclient.Attribute;
import dev.kvclient.error.KvAuthException;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Requests that go together, from the moment they set out: the exchange in which the adapter carries them out as one
 * command. Nothing is sent again here; each member has its own retry.
 */
final class Batch implements Exchange {
    private final Batcher batcher;
    private final List<BatchMember<?>> members;

    /** Whether it has a place among those that are on their way, which it leaves when it is answered. */
    private final boolean counted;

    private final AtomicInteger underWay = new AtomicInteger();
    private final AtomicBoolean left = new AtomicBoolean();
    private volatile boolean refused;

    Batch(Batcher batcher, List<BatchMember<?>> members, boolean counted) {
        this.batcher = batcher;
        this.members = members;
        this.counted = counted;
    }

    /** Sends those that are still wanted. */
    void send() {
        members.removeIf(member -> {
            if (!member.withdrawn()) {
                return false;
            }
            member.leave();
            return true;
        });
        if (members.isEmpty()) {
            leave();
        } else if (members.size() == 1) {
            members.get(0).sendAlone(this);
        } else {
            sendTogether();
        }
    }

    private void sendTogether() {
        List<KvCommand<?>> commands = new ArrayList<>(members.size());
        members.forEach(member -> commands.add(member.command()));
        KvCommand<? extends BatchReply<?>> together = members.get(0).kind().join(commands);
        try {
            together.dispatch(batcher.engine().backend().commands(), this).whenComplete(this::distribute);
        } catch (RuntimeException | Error e) {
            distribute(null, e);
        }
    }

    private void distribute(@Nullable BatchReply<?> reply, @Nullable Throwable thrown) {
        List<BatchMember<?>> again = new ArrayList<>();
        for (BatchMember<?> member : members) {
            KvException failure = failureOf(member, reply, thrown);
            if (failure == null) {
                member.answered(reply == null ? null : reply.values().get(member.key()));
            } else if (!goesAgain(failure)) {
                member.failed(failure);
            } else if (!refused) {
                // A bad entry fails alone.
                new Batch(batcher, listOf(member), false).send();
            } else if (!member.abandoned()) {
                again.add(member);
            } else {
                member.failed(failure);
            }
        }
        if (reply != null) {
            batcher.learn(members.get(0).kind(), reply);
        }
        if (!again.isEmpty()) {
            // One was withdrawn after the frame was made: the others go without it.
            new Batch(batcher, again, false).send();
        }
        leave();
    }

    private static List<BatchMember<?>> listOf(BatchMember<?> member) {
        List<BatchMember<?>> list = new ArrayList<>(1);
        list.add(member);
        return list;
    }

    private @Nullable KvException failureOf(
            BatchMember<?> member, @Nullable BatchReply<?> reply, @Nullable Throwable thrown) {
        if (thrown != null) {
            return member.failure(thrown);
        }
        return reply == null ? null : reply.failures().get(member.key());
    }

    /**
     * Whether a failure is one of the batch, of which its members know nothing yet: it was not carried out, and another
     * attempt at the same would fare no better.
     */
    private boolean goesAgain(KvException failure) {
        if (refused && failure instanceof KvConnectionException && failure.outcome() == Outcome.NOT_SENT) {
            return true;
        }
        if (failure instanceof KvAuthException auth) {
            if (auth.reason() == KvAuthException.Reason.FORBIDDEN) {
                batcher.turnOff(members.get(0).kind());
                return auth.outcome() == Outcome.REJECTED;
            }
            return false;
        }
        return (failure.outcome() == Outcome.REJECTED || failure.outcome() == Outcome.NOT_SENT)
                && !failure.retryable()
                && !(failure instanceof KvConnectionException)
                && !(failure instanceof KvClosedException);
    }

    /** It has nothing more under way: its place is free. */
    void leave() {
        if (counted && left.compareAndSet(false, true)) {
            batcher.leave();
        }
    }

    /** A request of it is answered, or will not be. What waits may set out before the answer is read. */
    void landed() {
        if (underWay.decrementAndGet() == 0) {
            leave();
        }
    }

    private List<BatchMember<?>> membersOf(WireRequest<?> request) {
        List<String> keys = request.keys();
        if (keys.size() >= members.size()) {
            return members;
        }
        Set<String> named = Set.copyOf(keys);
        return members.stream().filter(member -> named.contains(member.key())).toList();
    }

    /** A member was withdrawn after the frame was made, which must not be sent now. */
    void refuse() {
        refused = true;
    }

    @Override
    public <T> CompletableFuture<T> send(WireRequest<T> request) {
        BatchPart<T> part = new BatchPart<>(this, request, membersOf(request));
        underWay.incrementAndGet();
        part.send();
        return part;
    }

    /**
     * That of the first member: if a thread waits for that one, it reads the answer for all. So blocked callers need no
     * thread of the callbacks, which may all be busy.
     */
    @Override
    public Executor executor() {
        return members.get(0).call().executor();
    }

    @Override
    public TimeSource time() {
        return batcher.engine().time();
    }

    @Override
    public <T> Optional<T> attribute(Attribute<T> attribute) {
        return members.get(0).call().attribute(attribute);
    }

    @Override
    public boolean repeated() {
        return members.stream().anyMatch(member -> member.call().repeated());
    }

    @Override
    public boolean ended() {
        return members.stream().allMatch(BatchMember::abandoned);
    }
}
