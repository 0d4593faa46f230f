package dev.kvclient.error;

import dev.kvclient.Capability;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The backend cannot do what was asked. Thrown before anything is sent. */
public final class KvUnsupportedException extends KvRequestException {
    private static final long serialVersionUID = 1L;

    private final @Nullable Capability capability;

    /**
     * Makes one.
     *
     * @param failure the particulars
     * @param capability what the backend lacks
     */
    public KvUnsupportedException(Failure failure, Capability capability) {
        super(failure);
        this.capability = Objects.requireNonNull(capability, "capability");
    }

    /**
     * Makes one of something that is no {@link Capability}: a command of a native API that the server at hand lacks.
     *
     * @param failure the particulars
     */
    public KvUnsupportedException(Failure failure) {
        super(failure);
        this.capability = null;
    }

    /** What the backend lacks; empty if that is something of its native API. */
    public Optional<Capability> capability() {
        return Optional.ofNullable(capability);
    }

    @Override
    protected KvUnsupportedException copy(Failure changed) {
        return capability == null
                ? new KvUnsupportedException(changed)
                : new KvUnsupportedException(changed, capability);
    }
}
