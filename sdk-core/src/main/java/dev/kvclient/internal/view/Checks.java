package dev.kvclient.internal.view;

import dev.kvclient.CallOptions;
import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import dev.kvclient.Condition;
import dev.kvclient.SetOptions;
import dev.kvclient.WhenOffline;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.internal.Unicode;
import dev.kvclient.internal.engine.Failures;
import dev.kvclient.spi.KvBackend;
import java.util.Objects;
import java.util.OptionalLong;

/** What is found out before anything is sent: what the backend cannot do, and what makes no sense. */
final class Checks {
    private final KvBackend backend;
    private final Capabilities capabilities;
    private final boolean durable;

    Checks(KvBackend backend, Capabilities capabilities, boolean durable) {
        this.backend = backend;
        this.capabilities = capabilities;
        this.durable = durable;
    }

    Capabilities capabilities() {
        return capabilities;
    }

    void require(Capability capability, String operation) {
        if (!capabilities.supports(capability)) {
            String note = capabilities.report(capability).note();
            throw new KvUnsupportedException(
                    Failure.of(Outcome.NOT_SENT, "not supported: " + capability + (note.isEmpty() ? "" : ": " + note))
                            .backend(backend.name())
                            .operation(operation),
                    capability);
        }
    }

    /** A key as the backend gets it. */
    void key(String key) {
        if (key.isEmpty()) {
            throw Failures.wrong("a key is not empty");
        }
        if (Unicode.hasLoneSurrogate(key)) {
            throw Failures.wrong("the key holds a lone surrogate");
        }
        OptionalLong most = capabilities.limits().maxKeyBytes();
        // No key has more bytes than three times its characters: most need no count.
        if (most.isPresent() && key.length() * 3L > most.getAsLong()) {
            long bytes = Unicode.utf8Length(key);
            if (bytes > most.getAsLong()) {
                throw new KvTooLargeException(Failure.of(
                        Outcome.NOT_SENT,
                        "the key has " + bytes + " bytes, of which the backend takes " + most.getAsLong()));
            }
        }
    }

    void prefix(String prefix) {
        if (Unicode.hasLoneSurrogate(prefix)) {
            throw Failures.wrong("the prefix holds a lone surrogate");
        }
    }

    void valueSize(String key, int bytes) {
        OptionalLong most = capabilities.limits().maxValueBytes();
        if (most.isPresent() && bytes > most.getAsLong()) {
            throw new KvTooLargeException(Failure.of(
                            Outcome.NOT_SENT,
                            "the value has " + bytes + " bytes, of which the backend takes " + most.getAsLong())
                    .key(key));
        }
    }

    void write(String key, SetOptions options, CallOptions call, boolean inBatch) {
        Condition condition = options.condition();
        condition(condition.kind());
        repeatable(key, condition, call);
        if (options.ttl().isPresent() || options.expireAt().isPresent()) {
            require(inBatch ? Capability.EXPIRY_IN_BATCH : Capability.EXPIRY, "set");
        }
        if (!options.metadata().isEmpty()) {
            require(Capability.METADATA, "set");
        }
        if (options.refreshesOnAccess()) {
            require(Capability.REFRESH_ON_ACCESS, "set");
            if (options.ttl().isEmpty()) {
                throw Failures.wrong(key, "refreshOnAccess needs a time to live that can begin anew");
            }
        }
        whenOffline(key, options.whenOffline(), condition, call);
    }

    private static void repeatable(String key, Condition condition, CallOptions call) {
        if (condition.kind() != Condition.Kind.NONE && call.isIdempotent()) {
            throw Failures.wrong(key, "a conditional request is not idempotent");
        }
    }

    void delete(String key, Condition condition, WhenOffline whenOffline, CallOptions call) {
        repeatable(key, condition, call);
        if (condition.kind() == Condition.Kind.VERSION) {
            require(Capability.DELETE_IF_VERSION, "delete");
        }
        whenOffline(key, whenOffline, condition, call);
    }

    private void condition(Condition.Kind kind) {
        switch (kind) {
            case ABSENT -> require(Capability.SET_IF_ABSENT, "set");
            case PRESENT -> require(Capability.SET_IF_PRESENT, "set");
            case VERSION -> require(Capability.SET_IF_VERSION, "set");
            case NONE -> Objects.requireNonNull(kind);
        }
    }

    private void whenOffline(String key, WhenOffline what, Condition condition, CallOptions call) {
        if (what != WhenOffline.ACCEPT) {
            return;
        }
        if (condition.kind() != Condition.Kind.NONE) {
            throw Failures.wrong(
                    key, "a conditional write cannot be accepted for later: its condition is decided at the backend");
        }
        if (!durable) {
            throw Failures.wrong(key, "whenOffline(ACCEPT) needs a durable offline queue, and this client has none");
        }
        if (!call.isQueuable()) {
            throw Failures.wrong(key, "what is not queuable cannot be accepted for later");
        }
        if (!call.attributes().isEmpty()) {
            throw Failures.wrong(
                    key, "options that only one backend knows are not stored: they do not go with whenOffline(ACCEPT)");
        }
    }
}
