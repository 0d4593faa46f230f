package dev.kvclient.spi;

import dev.kvclient.error.KvException;
import java.util.function.Supplier;

/**
 * One sending of a {@link WireRequest}. The transport ends it with {@link #answered} or {@link #failed}; what comes
 * after the first of these is ignored. All methods may be called by any thread and return quickly.
 *
 * @param <T> what the answer gives
 */
public interface WireAttempt<T> {
    /** Whether nobody waits any more. A request that is not written yet should then not be written. */
    boolean withdrawn();

    /**
     * The transport now hands the request over. From here on nothing can be said of its outcome until an answer comes.
     *
     * @return false if it was withdrawn meanwhile: then it must not be written
     */
    boolean sending();

    /**
     * Has something done when nobody waits any more, or now if that is so already: the place to take a request out of a
     * line that was not sent yet. It may be called after the attempt has ended as well, and does nothing then.
     */
    void onWithdrawal(Runnable action);

    /**
     * The answer is there.
     *
     * @param read reads it, on a thread fit for that, or throws the {@link KvException} that it stands for
     */
    void answered(Supplier<? extends T> read);

    /** There is no answer, for this reason. The outcome in it must be true. */
    void failed(KvException failure);
}
