package dev.kvclient.versori;

import dev.kvclient.CallOptions;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How Versori is to read several keys. Immutable: each method gives new options. */
public final class VersoriBatchGetOptions {
    private static final VersoriBatchGetOptions NONE = new VersoriBatchGetOptions(CallOptions.none(), null);

    private final CallOptions call;
    private final @Nullable Duration serverTimeout;

    private VersoriBatchGetOptions(CallOptions call, @Nullable Duration serverTimeout) {
        this.call = call;
        this.serverTimeout = serverTimeout;
    }

    /** Nothing is given. */
    public static VersoriBatchGetOptions none() {
        return NONE;
    }

    /**
     * How long the server may take; sent as {@code timeout}, in milliseconds as its other times are. How long the
     * caller waits is {@link #timeout}.
     *
     * @param value at least a millisecond
     * @throws KvRequestException if it is less
     */
    public VersoriBatchGetOptions serverTimeout(Duration value) {
        if (value.compareTo(Duration.ofMillis(1)) < 0) {
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "the timeout of the server is at least a millisecond"));
        }
        return new VersoriBatchGetOptions(call, value);
    }

    /** These options with another common part. */
    public VersoriBatchGetOptions call(CallOptions value) {
        return new VersoriBatchGetOptions(Objects.requireNonNull(value, "call"), serverTimeout);
    }

    /** See {@link CallOptions#timeout(Duration)}. */
    public VersoriBatchGetOptions timeout(Duration value) {
        return call(call.timeout(value));
    }

    /** The part that every request has. */
    public CallOptions call() {
        return call;
    }

    /** How long the server may take, if given. */
    public Optional<Duration> serverTimeout() {
        return Optional.ofNullable(serverTimeout);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof VersoriBatchGetOptions that
                && call.equals(that.call)
                && Objects.equals(serverTimeout, that.serverTimeout);
    }

    @Override
    public int hashCode() {
        return Objects.hash(call, serverTimeout);
    }

    @Override
    public String toString() {
        return "VersoriBatchGetOptions[serverTimeout=" + serverTimeout + ", " + call + "]";
    }
}
