package dev.kvclient.error;

/** The deadline passed, or a write's time to live ran out before it could be sent. */
public final class KvTimeoutException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvTimeoutException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvTimeoutException copy(Failure changed) {
        return new KvTimeoutException(changed);
    }
}
