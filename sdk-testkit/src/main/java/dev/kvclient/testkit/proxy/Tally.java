package dev.kvclient.testkit.proxy;

import java.util.concurrent.atomic.LongAdder;

/** What the proxy has seen and done. Safe for several threads. */
final class Tally {
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refusedPeriods = new LongAdder();
    private final LongAdder cutWithFin = new LongAdder();
    private final LongAdder cutWithRst = new LongAdder();
    private final LongAdder toServer = new LongAdder();
    private final LongAdder toClient = new LongAdder();
    private final LongAdder swallowed = new LongAdder();
    private final LongAdder begun = new LongAdder();

    void accepted() {
        accepted.increment();
    }

    void refusing() {
        refusedPeriods.increment();
    }

    void cut(Cut how) {
        (how == Cut.FIN ? cutWithFin : cutWithRst).increment();
    }

    void passed(Direction direction, long bytes) {
        (direction == Direction.TO_SERVER ? toServer : toClient).add(bytes);
    }

    void swallowed(long bytes) {
        swallowed.add(bytes);
    }

    void begun() {
        begun.increment();
    }

    ProxyCounters counters() {
        return new ProxyCounters(
                accepted.sum(),
                refusedPeriods.sum(),
                cutWithFin.sum(),
                cutWithRst.sum(),
                toServer.sum(),
                toClient.sum(),
                swallowed.sum(),
                begun.sum());
    }
}
