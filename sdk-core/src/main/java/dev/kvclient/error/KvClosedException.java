package dev.kvclient.error;

/** The client is closed. */
public final class KvClosedException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvClosedException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvClosedException copy(Failure changed) {
        return new KvClosedException(changed);
    }
}
