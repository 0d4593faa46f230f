package dev.kvclient.spi;

import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** What adapters need again and again with futures. */
public final class Futures {
    private Futures() {}

    /** What is inside the exceptions that futures wrap around one; itself, if there is none around it. */
    public static Throwable cause(Throwable thrown) {
        Throwable inner = thrown;
        while ((inner instanceof CompletionException || inner instanceof ExecutionException)
                && inner.getCause() != null) {
            inner = inner.getCause();
        }
        return inner;
    }
}
