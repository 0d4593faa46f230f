package dev.kvclient.error;

/** A key, value or request over a size limit, found before sending where the limit is known. */
public final class KvTooLargeException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvTooLargeException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvTooLargeException copy(Failure changed) {
        return new KvTooLargeException(changed);
    }
}
