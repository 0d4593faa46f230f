package dev.kvclient.error;

/** A value that cannot be written, or not be read as the type asked for. */
public final class KvSerializationException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvSerializationException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvSerializationException copy(Failure changed) {
        return new KvSerializationException(changed);
    }
}
