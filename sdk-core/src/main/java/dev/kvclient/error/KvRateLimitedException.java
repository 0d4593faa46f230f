package dev.kvclient.error;

/** The backend refuses because of too many requests; see {@link #retryAfter()}. */
public final class KvRateLimitedException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvRateLimitedException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvRateLimitedException copy(Failure changed) {
        return new KvRateLimitedException(changed);
    }
}
