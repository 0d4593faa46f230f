package dev.kvclient.testkit.proxy;

import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A {@link FaultScript} that is being played, or was, by {@link FaultProxy#play}. When it ends, or is stopped, or its
 * proxy is closed, all that it has begun is ended. Safe for several threads.
 */
public final class FaultPlayback implements AutoCloseable {

    /** Something to do at a moment: begin a step, end one, or, without a step, come to the end. */
    private record Event(Duration at, int number, boolean begins) {
        static final int NO_STEP = -1;
    }

    private final FaultScript script;
    private final List<FaultStep> steps;
    private final List<Event> events;
    private final ProxyLoop loop;
    private final TimeSource time;
    private final Function<NetworkFault, FaultInForce> begin;
    private final Consumer<FaultPlayback> atEnd;
    private final Map<Integer, FaultInForce> inForce = new HashMap<>();
    private final List<PlayedStep> played = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private TimeSource.Cancellable next = () -> {};
    private long start;
    private int done;

    FaultPlayback(
            FaultScript script,
            ProxyLoop loop,
            TimeSource time,
            Function<NetworkFault, FaultInForce> begin,
            Consumer<FaultPlayback> atEnd) {
        this.script = script;
        this.steps = script.steps();
        this.events = events(steps, script.duration());
        this.loop = loop;
        this.time = time;
        this.begin = begin;
        this.atEnd = atEnd;
    }

    /** In the order of time; of those of one moment, ends come before beginnings. */
    private static List<Event> events(List<FaultStep> steps, Duration length) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < steps.size(); i++) {
            FaultStep step = steps.get(i);
            events.add(new Event(step.at(), i, true));
            if (!step.lasting().isZero()) {
                events.add(new Event(step.end(), i, false));
            }
        }
        events.sort(Comparator.comparing(Event::at).thenComparing(Event::begins));
        events.add(new Event(length, Event.NO_STEP, false));
        return events;
    }

    /** On the thread of the loop, as all that changes it. */
    void start() {
        start = time.nanoTime();
        play();
    }

    private void play() {
        try {
            playDue();
        } catch (RuntimeException e) {
            // Whoever awaits the end must not wait for ever.
            finish();
            throw e;
        }
    }

    private void playDue() {
        long now = time.nanoTime() - start;
        while (!hasEnded() && events.get(done).at().toNanos() <= now) {
            happen(events.get(done), now);
            done++;
        }
        if (!hasEnded()) {
            Duration left = events.get(done).at().minusNanos(now);
            next = time.schedule(left, () -> loop.callUnlessClosed(this::play));
        }
    }

    private void happen(Event event, long now) {
        if (event.number() == Event.NO_STEP) {
            finish();
        } else if (event.begins()) {
            FaultStep step = steps.get(event.number());
            played.add(new PlayedStep(step, Duration.ofNanos(now)));
            FaultInForce begun = begin.apply(step.fault());
            if (step.lasting().isZero()) {
                begun.end();
            } else {
                inForce.put(event.number(), begun);
            }
        } else {
            FaultInForce begun = inForce.remove(event.number());
            if (begun != null) {
                begun.end();
            }
        }
    }

    /** On the thread of the loop. Without effect if it has ended. */
    void finish() {
        if (!hasEnded()) {
            end.countDown();
            next.cancel();
            inForce.values().forEach(FaultInForce::end);
            inForce.clear();
            atEnd.accept(this);
        }
    }

    /** Ends it now. When this returns, nothing of it is in force. Without effect if it has ended. */
    public void stop() {
        loop.callUnlessClosed(this::finish);
    }

    /** As {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** Returns whether it has come to its end, was stopped, or its proxy closed. */
    public boolean hasEnded() {
        return end.getCount() == 0;
    }

    /**
     * Waits until it has ended.
     *
     * @param atMost how long
     * @return whether it has
     * @throws InterruptedException if this thread is interrupted meanwhile
     */
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        return end.await(atMost.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Returns the script. */
    public FaultScript script() {
        return script;
    }

    /** Returns the steps that have begun, with the time when they did, so far. */
    public List<PlayedStep> played() {
        return List.copyOf(played);
    }

    /** The seed of the script and what was done and when, one step a line. */
    @Override
    public String toString() {
        return "played of " + script.title() + (hasEnded() ? ", ended:" : ", so far:")
                + played().stream().map(step -> "\n  " + step).collect(Collectors.joining());
    }
}
