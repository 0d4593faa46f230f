package dev.kvclient.benchmarks.load;

import org.jspecify.annotations.Nullable;

/**
 * One way to talk to a server, over a connection that stays. Answers are checked: a set must have been carried out, a
 * get must give the value of its key.
 */
interface Variant extends AutoCloseable {
    /** Is told of the end of each request, by any thread. */
    @FunctionalInterface
    interface Sink {
        /**
         * A request has ended.
         *
         * @param request its number
         * @param failure why it did not go well, or null
         */
        void ended(int request, @Nullable Throwable failure);
    }

    /** As it is written in tables. */
    String name();

    /** The values of what follows. */
    void use(Workload workload);

    /** Makes a request and waits for its answer. */
    void call(Operation operation, int key) throws Exception;

    /** Makes a request; the sink is told once, when it has ended. */
    void start(Operation operation, int key, int request, Sink sink);

    @Override
    void close();
}
