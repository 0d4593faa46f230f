package dev.kvclient.internal.engine;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Futures;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes one {@link KvException} of whatever was thrown. */
public final class Failures {
    private Failures() {}

    /** A request that is wrong, found before anything was sent. */
    public static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }

    /** A request for a key that is wrong, found before anything was sent. */
    public static KvRequestException wrong(@Nullable String key, String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem).key(key));
    }

    /**
     * The exception inside what futures wrap around it; anything else is a fault of the adapter or of the application's
     * own code within it, of which nothing is known but that it happened.
     */
    public static KvException of(Throwable thrown, Outcome unlessKnown) {
        Throwable t = Futures.cause(thrown);
        if (t instanceof KvException known) {
            return known;
        }
        return new KvProtocolException(
                Failure.of(unlessKnown, "unexpected " + t.getClass().getName()).cause(t));
    }

    /** The same with what is known of the call that ended so, where it does not say it itself. */
    static KvException described(KvException e, int attempts, String backend, String operation, List<String> keys) {
        Failure f = e.failure();
        boolean named = f.operation().isPresent() && f.backend().isPresent();
        if (named && f.attempts() == attempts) {
            return e;
        }
        return e.with(old -> {
            Failure told = old.attempts(attempts);
            told = told.backend().isPresent() ? told : told.backend(backend);
            told = told.operation().isPresent() ? told : told.operation(operation);
            return told.key().isPresent() || keys.isEmpty() ? told : told.key(keys.get(0));
        });
    }
}
