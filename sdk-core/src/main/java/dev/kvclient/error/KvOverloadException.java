package dev.kvclient.error;

/**
 * The client's own bounds are full, so the request was not taken. A blocking call waits for a place inside its
 * deadline.
 */
public final class KvOverloadException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvOverloadException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvOverloadException copy(Failure changed) {
        return new KvOverloadException(changed);
    }
}
