package dev.kvclient.error;

/** Who you are was not accepted ({@link Reason#UNAUTHENTICATED}), or you may not do this ({@link Reason#FORBIDDEN}). */
public final class KvAuthException extends KvException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Which of the two it is. */
    public enum Reason {
        /** The credentials are missing, wrong or expired (401). */
        UNAUTHENTICATED,
        /** The credentials are good, but do not allow the request (403). */
        FORBIDDEN
    }

    /**
     * Makes one.
     *
     * @param failure the particulars
     * @param reason which of the two it is
     */
    public KvAuthException(Failure failure, Reason reason) {
        super(failure);
        this.reason = reason;
    }

    /** Which of the two it is. */
    public Reason reason() {
        return reason;
    }

    @Override
    protected KvAuthException copy(Failure changed) {
        return new KvAuthException(changed, reason);
    }
}
