package dev.kvclient.benchmarks.load;

/** What has turns: a way to talk to a server, with the loop that drives it. */
interface Contestant extends AutoCloseable {
    /** As it is written in tables. */
    String name();

    /** The values of what follows. */
    void use(Workload workload) throws Exception;

    /** Whether it takes part where so many requests are in flight; 0 is an open loop. */
    default boolean takesPart(int window) {
        return true;
    }

    /**
     * Makes requests, a number of them in flight.
     *
     * @param window at least 1; 1 for one after the other, each waited for
     */
    Sample closedLoop(Operation operation, int window, int count) throws Exception;

    /** Makes requests at a fixed rate. */
    Sample openLoop(Operation operation, double perSecond, int count) throws Exception;

    @Override
    void close();
}
