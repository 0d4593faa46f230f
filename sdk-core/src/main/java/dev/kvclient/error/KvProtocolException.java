package dev.kvclient.error;

/** The backend gave an answer that makes no sense. */
public final class KvProtocolException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvProtocolException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvProtocolException copy(Failure changed) {
        return new KvProtocolException(changed);
    }
}
