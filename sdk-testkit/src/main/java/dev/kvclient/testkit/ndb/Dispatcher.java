package dev.kvclient.testkit.ndb;

import dev.kvclient.testkit.ndb.engine.Reply;
import dev.kvclient.testkit.ndb.engine.Request;
import dev.kvclient.testkit.ndb.engine.ServerDiedException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each frame to its answer, past the faults. */
final class Dispatcher {

    /** How a server goes down by itself. */
    interface End {
        /** With close frames. */
        void stop(Listener listener);

        /** With nothing. */
        void die(Listener listener);
    }

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String MALFORMED = "{\"KV_GET_RSP\":{\"keys\":{\"k\":";

    private final Faults faults;
    private final Counters counters;
    private final ScheduledExecutorService scheduler;
    private final End end;

    Dispatcher(Faults faults, Counters counters, ScheduledExecutorService scheduler, End end) {
        this.faults = faults;
        this.counters = counters;
        this.scheduler = scheduler;
        this.end = end;
    }

    /** Handles one text frame. */
    void text(Listener listener, Connection from, String frame) {
        if (from.hasEnded() || listener.isStopped()) {
            return;
        }
        Request request = listener.engine().read(frame);
        counters.received(request.command().orElse(""));
        Fault fault = faults.hasRules() ? faults.decide(Asked.by(request)) : null;
        try {
            if (fault == null) {
                answer(listener, from, execute(listener, request));
            } else {
                befall(fault, listener, from, request);
            }
        } catch (ServerDiedException died) {
            LOG.debug("the server dies", died);
            end.die(listener);
        }
    }

    /** Handles one binary frame. */
    void binary(Listener listener, Connection from) {
        if (!from.hasEnded() && !listener.isStopped()) {
            counters.received("");
            answer(listener, from, listener.engine().binary());
        }
    }

    private void befall(Fault fault, Listener listener, Connection from, Request request) {
        switch (fault.kind()) {
            case DROP_BEFORE -> from.cut();
            case DROP_AFTER -> {
                execute(listener, request);
                from.cut();
            }
            case DELAY_ANSWER -> {
                Reply reply = execute(listener, request);
                for (String frame : reply.frames()) {
                    addDelayed(listener, from, frame, overtakes(listener, reply), fault.delay());
                }
            }
            case DELAY_OVERTAKEN -> {
                Reply reply = execute(listener, request);
                later(listener, fault.delay(), () -> {
                    answer(listener, from, reply);
                    from.outbox().flush();
                });
            }
            case IGNORE -> LOG.debug("a request was ignored");
            case SWALLOW_ANSWER -> execute(listener, request);
            case ANSWER_TWICE -> {
                Reply reply = execute(listener, request);
                answer(listener, from, reply);
                answer(listener, from, reply);
            }
            case ANSWER_MALFORMED -> {
                Reply reply = execute(listener, request);
                answer(listener, from, new Reply(List.of(MALFORMED), reply.ahead(), false));
            }
            case REFUSE -> answer(listener, from, listener.engine().refuse(request, fault.status()));
            case EXECUTE_LATE -> later(listener, fault.delay(), () -> executeUnasked(listener, request));
            case EXECUTE_WHEN_TOLD -> faults.hold(() -> executeUnasked(listener, request));
            case STOP_BEFORE -> stop(listener, from);
            case STOP_AFTER -> {
                execute(listener, request);
                stop(listener, from);
            }
            case DIE_BEFORE -> end.die(listener);
            case DIE_AFTER -> {
                execute(listener, request);
                end.die(listener);
            }
        }
    }

    /** What was asked before is answered first. */
    private void stop(Listener listener, Connection from) {
        from.outbox().flush();
        end.stop(listener);
    }

    private Reply execute(Listener listener, Request request) {
        Reply reply = listener.engine().execute(request);
        if (reply.successful()) {
            counters.executed(request.command().orElse(""));
        }
        return reply;
    }

    /** For requests that nobody waits for any more. */
    private void executeUnasked(Listener listener, Request request) {
        if (listener.isStopped()) {
            return;
        }
        try {
            execute(listener, request);
        } catch (ServerDiedException died) {
            LOG.debug("the server dies", died);
            end.die(listener);
        }
    }

    private static boolean overtakes(Listener listener, Reply reply) {
        return listener.isOvertaking() && reply.ahead();
    }

    /** Puts the answer into the outbox, which is flushed at the end of the read. */
    private void answer(Listener listener, Connection to, Reply reply) {
        boolean overtakes = overtakes(listener, reply);
        for (String frame : reply.frames()) {
            Duration linger = listener.isOvertaking() && !overtakes ? faults.linger() : Duration.ZERO;
            if (linger.isZero()) {
                to.outbox().add(frame, overtakes);
            } else {
                addDelayed(listener, to, frame, false, linger);
            }
        }
    }

    private void addDelayed(Listener listener, Connection to, String frame, boolean overtakes, Duration delay) {
        Outbox.Entry entry = to.outbox().addUnready(frame, overtakes);
        later(listener, delay, () -> {
            to.outbox().ready(entry);
            to.outbox().flush();
        });
    }

    private void later(Listener listener, Duration delay, Runnable task) {
        Runnable guarded = () -> {
            try {
                if (!listener.isStopped()) {
                    task.run();
                }
            } catch (RuntimeException e) {
                LOG.error("a delayed request failed", e);
            }
        };
        try {
            // Nobody waits for it: what fails is logged.
            Future<?> unused = scheduler.schedule(guarded, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the server was closed under a delayed request");
        }
    }
}
