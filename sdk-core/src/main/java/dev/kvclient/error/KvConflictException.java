package dev.kvclient.error;

/** A condition that did not hold, or a conflict (409, 412) that the backend reports to a request without one. */
public final class KvConflictException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvConflictException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvConflictException copy(Failure changed) {
        return new KvConflictException(changed);
    }
}
