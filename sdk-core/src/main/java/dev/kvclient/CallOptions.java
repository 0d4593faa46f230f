package dev.kvclient;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What every request can be told: how long it may take, whether it may wait while the client is offline, and what only
 * its backend understands. Immutable: each method gives new options. What is not given is taken from the defaults of
 * the view, and then of the client.
 */
public final class CallOptions {
    private static final CallOptions NONE = new CallOptions(null, false, false, null, null, Map.of());

    private final @Nullable Duration timeout;
    private final boolean unlimited;
    private final boolean timeoutFromDefaults;
    private final @Nullable Boolean queuable;
    private final @Nullable Boolean idempotent;
    private final Map<Attribute<?>, Object> attributes;

    private CallOptions(
            @Nullable Duration timeout,
            boolean unlimited,
            boolean timeoutFromDefaults,
            @Nullable Boolean queuable,
            @Nullable Boolean idempotent,
            Map<Attribute<?>, Object> attributes) {
        this.timeout = timeout;
        this.unlimited = unlimited;
        this.timeoutFromDefaults = timeoutFromDefaults;
        this.queuable = queuable;
        this.idempotent = idempotent;
        this.attributes = attributes;
    }

    /** Nothing is given. */
    public static CallOptions none() {
        return NONE;
    }

    /**
     * The longest that the request may take from the call on, all waiting and all attempts included. If it comes from
     * the defaults of a view or client, it does not run while an asynchronous request waits in the offline queue.
     *
     * @param value more than zero
     * @throws KvRequestException if it is not
     */
    public CallOptions timeout(Duration value) {
        if (value.isNegative() || value.isZero()) {
            throw new KvRequestException(
                    Failure.of(Outcome.NOT_SENT, "a timeout is more than zero; for none there is noTimeout()"));
        }
        return new CallOptions(value, false, false, queuable, idempotent, attributes);
    }

    /**
     * The request may take as long as it takes. It still ends when the connection gives up waiting for its answer, when
     * it has been offline for too long, or when the client is closed.
     */
    public CallOptions noTimeout() {
        return new CallOptions(null, true, false, queuable, idempotent, attributes);
    }

    /**
     * Whether the request may wait in the {@linkplain dev.kvclient.offline.OfflineQueue offline queue} while there is
     * no connection; otherwise it fails at once with {@link dev.kvclient.error.KvOfflineException}. It may, unless told
     * here, or by {@link KvClientBuilder#offline} for all requests.
     */
    public CallOptions queuable(boolean value) {
        return new CallOptions(timeout, unlimited, timeoutFromDefaults, value, idempotent, attributes);
    }

    /**
     * Promises that the request may be carried out twice without harm, so that it is sent again when its outcome is
     * unknown. Refused on a conditional write.
     */
    public CallOptions idempotent() {
        return idempotent(true);
    }

    /** See {@link #idempotent()}; false takes back what the defaults say. */
    public CallOptions idempotent(boolean value) {
        return new CallOptions(timeout, unlimited, timeoutFromDefaults, queuable, value, attributes);
    }

    /**
     * Gives an option that only one backend knows.
     *
     * @throws KvRequestException if the value is not one that the attribute takes
     */
    public <T> CallOptions attribute(Attribute<T> attribute, T value) {
        attribute.check(Objects.requireNonNull(value, "value"));
        LinkedHashMap<Attribute<?>, Object> copy = new LinkedHashMap<>(attributes);
        copy.put(attribute, value);
        return new CallOptions(
                timeout, unlimited, timeoutFromDefaults, queuable, idempotent, Collections.unmodifiableMap(copy));
    }

    /** The longest that the request may take, if given. */
    public Optional<Duration> timeout() {
        return Optional.ofNullable(timeout);
    }

    /** Whether {@link #noTimeout()} was asked for. */
    public boolean unlimited() {
        return unlimited;
    }

    /** Whether the timeout came from defaults, and so does not run while a request waits in the offline queue. */
    public boolean timeoutFromDefaults() {
        return timeoutFromDefaults;
    }

    /** Whether the request may wait while the client is offline. */
    public boolean isQueuable() {
        return queuable == null || queuable;
    }

    /** Whether the caller promised that it may be carried out twice. */
    public boolean isIdempotent() {
        return idempotent != null && idempotent;
    }

    /** The value of an attribute, if given. */
    public <T> Optional<T> attribute(Attribute<T> attribute) {
        return Optional.ofNullable(attributes.get(attribute)).map(attribute.type()::cast);
    }

    /** The attributes that are given, with their values. Unmodifiable. */
    public Map<Attribute<?>, Object> attributes() {
        return attributes;
    }

    /** These options, with what they do not give taken from the defaults. */
    public CallOptions over(CallOptions defaults) {
        if (defaults.equals(NONE)) {
            return this;
        }
        boolean given = timeout != null || unlimited;
        Map<Attribute<?>, Object> merged = attributes;
        if (!defaults.attributes.isEmpty()) {
            merged = new LinkedHashMap<>(defaults.attributes);
            merged.putAll(attributes);
            merged = Collections.unmodifiableMap(merged);
        }
        return new CallOptions(
                given ? timeout : defaults.timeout,
                given ? unlimited : defaults.unlimited,
                given ? timeoutFromDefaults : true,
                queuable != null ? queuable : defaults.queuable,
                idempotent != null ? idempotent : defaults.idempotent,
                merged);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CallOptions that
                && Objects.equals(timeout, that.timeout)
                && unlimited == that.unlimited
                && timeoutFromDefaults == that.timeoutFromDefaults
                && Objects.equals(queuable, that.queuable)
                && Objects.equals(idempotent, that.idempotent)
                && attributes.equals(that.attributes);
    }

    @Override
    public int hashCode() {
        return Objects.hash(timeout, unlimited, timeoutFromDefaults, queuable, idempotent, attributes);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("CallOptions[");
        text.append(unlimited ? "noTimeout" : "timeout=" + timeout);
        text.append(", queuable=").append(isQueuable());
        if (isIdempotent()) {
            text.append(", idempotent");
        }
        attributes.keySet().forEach(name -> text.append(", ").append(name));
        return text.append(']').toString();
    }
}
