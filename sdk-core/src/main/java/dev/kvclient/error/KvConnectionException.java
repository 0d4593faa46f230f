package dev.kvclient.error;

/** The connection could not be made, broke, or was closed. */
public final class KvConnectionException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvConnectionException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvConnectionException copy(Failure changed) {
        return new KvConnectionException(changed);
    }
}
