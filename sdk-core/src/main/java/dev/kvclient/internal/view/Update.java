package dev.kvclient.internal.view;

import dev.kvclient.CallOptions;
import dev.kvclient.Capability;
import dev.kvclient.Condition;
import dev.kvclient.KvType;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.Version;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.engine.Engine;
import dev.kvclient.internal.engine.Failures;
import dev.kvclient.internal.engine.Plan;
import dev.kvclient.spi.StoredEntry;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A bounded loop of read, change and conditional write. Used by one call, step after step. */
final class Update<T> {
    /** 16 rounds: with that many writers at once, one of them still gets through in each round. */
    static final int MAX_ROUNDS = 16;

    private final Engine engine;
    private final Plans plans;
    private final String key;
    private final KvType<T> type;
    private final Function<Optional<T>, T> change;
    private final SetOptions options;
    private final @Nullable Duration timeout;
    private final long startNanos;
    private int rounds;
    private @Nullable T changed;

    Update(
            Engine engine,
            Plans plans,
            String key,
            KvType<T> type,
            Function<Optional<T>, T> change,
            SetOptions options,
            boolean blocking) {
        plans.require(Capability.SET_IF_VERSION, Capability.SET_IF_ABSENT);
        if (options.condition().kind() != Condition.Kind.NONE) {
            throw Failures.wrong(key, "an update has its own condition: give none");
        }
        this.engine = engine;
        this.plans = plans;
        this.key = key;
        this.type = type;
        this.change = change;
        this.options = options;
        CallOptions merged = plans.merged(options.call());
        boolean isDefault = merged.timeout().isEmpty() || merged.timeoutFromDefaults();
        // One from the defaults does not run while nobody is blocked and a request waits in the offline queue: then
        // each
        // request keeps to it by itself.
        this.timeout = merged.unlimited() || (isDefault && !blocking)
                ? null
                : merged.timeout().orElse(engine.settings().timeout());
        this.startNanos = engine.time().nanoTime();
    }

    Plan<?, Optional<StoredEntry>> read() {
        rounds++;
        return plans.storedEntry(key, left(options.call()));
    }

    /** The write of the changed value. An expiry that the entry had is carried on, unless the options speak of one. */
    Plan<?, SetResult> write(Optional<StoredEntry> found) {
        Optional<T> present = found.flatMap(entry -> plans.decode(entry, type));
        T next = Objects.requireNonNull(change.apply(present), "the function of an update gave null");
        changed = next;
        SetOptions how = options.unconditional();
        if (found.isEmpty()) {
            how = how.ifAbsent();
        } else {
            StoredEntry entry = found.get();
            Version version = entry.version();
            if (version == null) {
                throw new KvUnsupportedException(
                        Failure.of(Outcome.NOT_SENT, "not supported: SET_IF_VERSION: the entry has no version")
                                .key(key),
                        Capability.SET_IF_VERSION);
            }
            how = how.ifVersion(version);
            if (!how.over(plans.view().defaults()).givesExpiry() && entry.expiresAt() != null) {
                how = how.expireAt(entry.expiresAt());
            }
        }
        return plans.set(key, next, how.call(left(options.call())));
    }

    /** The value, if it was written; otherwise there is to be another round. */
    Optional<T> finish(SetResult result) {
        if (result.written()) {
            return Optional.of(Objects.requireNonNull(changed));
        }
        if (rounds >= MAX_ROUNDS) {
            throw new KvConflictException(
                    Failure.of(Outcome.REJECTED, "other writers came between " + MAX_ROUNDS + " times")
                            .operation("update")
                            .key(key)
                            .retryable(true));
        }
        return Optional.empty();
    }

    private CallOptions left(CallOptions call) {
        if (timeout == null) {
            return call;
        }
        Duration left = timeout.minusNanos(engine.time().nanoTime() - startNanos);
        if (left.isNegative() || left.isZero()) {
            throw new KvTimeoutException(Failure.of(
                            Outcome.REJECTED, "not done within " + timeout.toMillis() + " ms, in " + rounds + " rounds")
                    .operation("update")
                    .key(key));
        }
        return call.timeout(left);
    }
}
