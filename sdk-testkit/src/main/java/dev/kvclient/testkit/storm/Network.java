package dev.kvclient.testkit.storm;

import dev.kvclient.testkit.proxy.Cut;
import dev.kvclient.testkit.proxy.Direction;
import dev.kvclient.testkit.proxy.FaultChoice;
import dev.kvclient.testkit.proxy.FaultProxy;
import dev.kvclient.testkit.proxy.FaultScript;
import dev.kvclient.testkit.proxy.NetworkFault;
import java.time.Duration;

/** What is between a client and its server: a proxy that cuts, half-opens, refuses, delays and trickles by a script. */
final class Network implements AutoCloseable {
    private static final Duration CALM = Duration.ofMillis(50);
    private static final Duration LONGEST_CALM = Duration.ofMillis(600);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration MEDIUM = Duration.ofMillis(300);

    /** Longer than the answer timeout of the storm. */
    private static final Duration LONG = Duration.ofMillis(800);

    /** What was stalled so long arrives when the client has given it up, and asked for other things. */
    private static final Duration LATE = Duration.ofMillis(1_200);

    private final FaultProxy proxy;
    private final FaultScript script;

    Network(int serverPort, long seed, Duration length) {
        proxy = FaultProxy.inFrontOf(serverPort);
        script = FaultScript.seeded(seed)
                .calm(CALM, LONGEST_CALM)
                .oneOf(
                        FaultChoice.of(3, NetworkFault.cut(Cut.RST)),
                        FaultChoice.of(3, NetworkFault.cut(Cut.FIN)),
                        FaultChoice.of(1, NetworkFault.cutOne(Cut.RST)),
                        cutAfter(Direction.TO_CLIENT, Cut.RST),
                        cutAfter(Direction.TO_CLIENT, Cut.FIN),
                        cutAfter(Direction.TO_SERVER, Cut.RST),
                        FaultChoice.of(3, NetworkFault.refuse()).lasting(SHORT, LONG),
                        FaultChoice.of(1, NetworkFault.silent()).lasting(SHORT, MEDIUM),
                        halfOpen(2, Direction.TO_CLIENT),
                        halfOpen(2, Direction.TO_SERVER),
                        halfOpen(1, Direction.BOTH),
                        FaultChoice.of(1, NetworkFault.swallow(Direction.TO_CLIENT))
                                .lasting(SHORT, MEDIUM),
                        FaultChoice.of(
                                        3,
                                        NetworkFault.stall(Direction.TO_SERVER).sparingNew())
                                .lasting(LONG, LATE),
                        FaultChoice.of(2, NetworkFault.stall(Direction.BOTH)).lasting(SHORT, LONG),
                        delay(Direction.TO_CLIENT),
                        delay(Direction.TO_SERVER),
                        FaultChoice.of(2, NetworkFault.trickle(Direction.BOTH, 40, Duration.ofMillis(1)))
                                .lasting(SHORT, MEDIUM),
                        FaultChoice.of(1, NetworkFault.limit(Direction.BOTH, 100_000))
                                .lasting(SHORT, MEDIUM))
                .repeatFor(length);
    }

    /** In the middle of a frame. */
    private static FaultChoice cutAfter(Direction direction, Cut how) {
        return FaultChoice.drawn(2, random -> NetworkFault.cutAfter(direction, random.nextInt(5_000), how))
                .lasting(SHORT, MEDIUM);
    }

    /** For those that are there; who connects anew gets through. */
    private static FaultChoice halfOpen(int weight, Direction direction) {
        return FaultChoice.of(weight, NetworkFault.swallow(direction).sparingNew())
                .lasting(SHORT, LONG);
    }

    private static FaultChoice delay(Direction direction) {
        return FaultChoice.drawn(2, random -> NetworkFault.delay(direction, Duration.ofMillis(1 + random.nextInt(100))))
                .lasting(SHORT, LONG);
    }

    int port() {
        return proxy.port();
    }

    void begin() {
        proxy.play(script);
    }

    /** Lets everything through. */
    void end() {
        proxy.clear();
    }

    @Override
    public void close() {
        proxy.close();
    }

    @Override
    public String toString() {
        return script.steps().size() + " faults of the network, " + proxy.counters();
    }
}
