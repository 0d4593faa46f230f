package dev.kvclient.error;

/** A store, session or action that does not exist. Never an absent key: that is an empty result. */
public final class KvNotFoundException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvNotFoundException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvNotFoundException copy(Failure changed) {
        return new KvNotFoundException(changed);
    }
}
