package dev.kvclient.error;

/** The backend failed (5xx). The outcome is {@code UNKNOWN} unless the backend is known not to have run the request. */
public final class KvServerException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvServerException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvServerException copy(Failure changed) {
        return new KvServerException(changed);
    }
}
