package dev.kvclient.error;

/** The client is offline and the request may not wait, or it left the offline queue undelivered. */
public final class KvOfflineException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvOfflineException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvOfflineException copy(Failure changed) {
        return new KvOfflineException(changed);
    }
}
