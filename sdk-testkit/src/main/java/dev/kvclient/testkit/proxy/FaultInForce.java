package dev.kvclient.testkit.proxy;

import java.util.function.Consumer;

/** A fault that {@link FaultProxy#begin} has put in force, to end it. Safe for several threads. */
public final class FaultInForce implements AutoCloseable {
    private final NetworkFault fault;
    private final long newestConnection;
    private final Consumer<FaultInForce> ending;

    FaultInForce(NetworkFault fault, long newestConnection, Consumer<FaultInForce> ending) {
        this.fault = fault;
        this.newestConnection = newestConnection;
        this.ending = ending;
    }

    /** Returns what it does. */
    public NetworkFault fault() {
        return fault;
    }

    /** Ends it; when this returns, bytes pass without it. Without effect if it has ended, or the proxy is closed. */
    public void end() {
        ending.accept(this);
    }

    /** As {@link #end}. */
    @Override
    public void close() {
        end();
    }

    boolean concerns(Direction direction, long connection) {
        return fault.concerns(direction) && !(fault.sparesNew() && connection > newestConnection);
    }

    @Override
    public String toString() {
        return fault.toString();
    }
}
