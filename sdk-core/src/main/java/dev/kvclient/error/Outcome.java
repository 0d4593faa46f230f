package dev.kvclient.error;

/** What became of a request that failed. */
public enum Outcome {
    /** The backend has not seen the request. It may be repeated without harm. */
    NOT_SENT,

    /** The backend has seen the request and refused it. Nothing has changed. */
    REJECTED,

    /** The request has been carried out, but its answer could not be read as asked. */
    APPLIED,

    /** The request may or may not have been carried out: it was sent, and no usable answer came. */
    UNKNOWN;

    /**
     * The outcome of a request that was tried twice: what can be said of both tries together.
     *
     * @param later the outcome of the later try
     * @return {@link #APPLIED} if either try was carried out for certain, else {@link #UNKNOWN} if either may have
     *     been, else {@link #REJECTED} if either was
     */
    public Outcome and(Outcome later) {
        if (this == APPLIED || later == APPLIED) {
            return APPLIED;
        }
        return this == UNKNOWN || (this == REJECTED && later == NOT_SENT) ? this : later;
    }
}
