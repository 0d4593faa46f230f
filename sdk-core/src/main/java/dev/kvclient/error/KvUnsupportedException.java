package dev.kvclient.error;

import dev.kvclient.Capability;

/** The backend cannot do what was asked. Thrown before anything is sent. */
public final class KvUnsupportedException extends KvRequestException {
    private static final long serialVersionUID = 1L;

    private final Capability capability;

    /**
     * Makes one.
     *
     * @param failure the particulars
     * @param capability what the backend lacks
     */
    public KvUnsupportedException(Failure failure, Capability capability) {
        super(failure);
        this.capability = capability;
    }

    /** What the backend lacks. */
    public Capability capability() {
        return capability;
    }

    @Override
    protected KvUnsupportedException copy(Failure changed) {
        return new KvUnsupportedException(changed, capability);
    }
}
