package dev.kvclient.error;

/** The request itself is wrong: the backend said so (400), or a contradiction was found before sending. */
public class KvRequestException extends KvException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes one.
     *
     * @param failure the particulars
     */
    public KvRequestException(Failure failure) {
        super(failure);
    }

    @Override
    protected KvRequestException copy(Failure changed) {
        return new KvRequestException(changed);
    }
}
