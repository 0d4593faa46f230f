package dev.kvclient.error;

/**
 * A blocked thread was interrupted. Its interrupt flag is set again; the request was withdrawn if it was not sent yet.
 */
public final class KvInterruptedException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvInterruptedException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvInterruptedException copy(Failure changed) {
        return new KvInterruptedException(changed);
    }
}
