package dev.kvclient.ndb.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.FutureAttempt;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.Loss;
import dev.kvclient.transport.Window;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The requests that are answered only if they fail (KV_SETQ, KV_ADDQ). They stand beside the order of answers. That
 * they went well is known when a later command about keys in the same session has been answered, for then the failures
 * before it have come (true on v0.4 and v0.5); if none follows by itself, a count is sent: a barrier.
 *
 * <p>Safe for use by many threads.
 */
final class QuietLine {
    private static final List<String> COMMANDS = List.of("KV_SETQ", "KV_ADDQ");

    /** A failure comes under the name of the command, or under that of its answer. */
    private static final Set<String> ANSWERS = Set.of("KV_SETQ", "KV_ADDQ", "KV_SETQ_RSP", "KV_ADDQ_RSP");

    /** How long to wait for a command that settles those before it anyway. */
    private static final Duration GATHER = Duration.ofMillis(5);

    /** They share a window, of which each takes an equal part. */
    private static final int PLACE = 1;

    private final AnswerLine line;
    private final Window window;
    private final int enough;

    /** Held for moments. The lock of the channel is taken before it, never inside. */
    private final Object lock = new Object();

    private final List<Sent<?>> silent = new ArrayList<>();

    /** Failures of which it is not certain whose they are; at a barrier it is, or never. */
    private final List<Unclaimed> unclaimed = new ArrayList<>();

    /**
     * Of each session the last frame about keys whose answer has come, while something is silent. A failure that comes
     * behind that answer is one of a request behind that frame.
     */
    private final Map<NdbToken, Long> arrived = new HashMap<>();

    private int sinceBarrier;
    private boolean flushing;

    /** A failure, of a request behind that frame. */
    private record Unclaimed(NdbAnswer answer, long behind) {
        boolean fits(Sent<?> request) {
            return request.frame() > behind
                    && request.message().operation().equals(command(answer))
                    && isOf(request.token())
                    && request.message().keys().containsAll(answer.keys());
        }

        /** Some refusals do not name their session. */
        boolean isOf(@Nullable NdbToken session) {
            Long told = answer.token();
            return told == null || Objects.equals(NdbToken.of(told), session);
        }
    }

    QuietLine(AnswerLine line, int places) {
        this.line = line;
        this.window = new Window(places, places);
        this.enough = Math.max(1, places / 2);
    }

    /** Sends a request as soon as there is a place for it. */
    <T> void submit(NdbMessage<T> message, @Nullable NdbToken token, byte[] frame, WireAttempt<T> attempt) {
        Window.Waiter waiter = () -> sendInPlace(message, token, frame, attempt);
        if (window.enter(PLACE, waiter)) {
            sendInPlace(message, token, frame, attempt);
        } else {
            attempt.onWithdrawal(() -> {
                if (window.withdraw(waiter)) {
                    attempt.failed(AnswerLine.withdrawn());
                }
            });
        }
    }

    private <T> void sendInPlace(
            NdbMessage<T> message, @Nullable NdbToken token, byte[] frame, WireAttempt<T> attempt) {
        Runnable leave = () -> window.leave(PLACE);
        if (!attempt.sending()) {
            leave.run();
            attempt.failed(AnswerLine.withdrawn());
            return;
        }
        Sent<T> request =
                new Sent<>(message, attempt, line.dialect(), token, line.time().nanoTime(), leave);
        try {
            line.channel().send(frame, number -> {
                synchronized (lock) {
                    request.numbered(number);
                    silent.add(request);
                }
            });
        } catch (KvException e) {
            request.failed(e);
            return;
        }
        settleSoon();
    }

    private void settleSoon() {
        boolean now;
        synchronized (lock) {
            sinceBarrier++;
            now = sinceBarrier >= enough;
            if (!now && flushing) {
                return;
            }
            flushing = true;
        }
        if (now) {
            settle();
        } else {
            line.time().schedule(GATHER, this::settle);
        }
    }

    /** Sends what settles all that is silent so far, for each session; unless that is under way. */
    private void settle() {
        Set<NdbToken> sessions = new LinkedHashSet<>();
        synchronized (lock) {
            flushing = false;
            if (sinceBarrier == 0) {
                return;
            }
            sinceBarrier = 0;
            for (Sent<?> request : silent) {
                NdbToken token = request.token();
                if (token != null) {
                    sessions.add(token);
                }
            }
        }
        for (NdbToken session : sessions) {
            // However it is answered, by then the failures before it have come; if it is lost, so are they. In its
            // turn, as any request: on a server that answers out of turn only one may be on its way.
            line.submit(line.barrier(), session, new FutureAttempt<>(new CompletableFuture<>()));
        }
    }

    /** The answer of a request has come, certain or not. */
    void arrived(Sent<?> answered) {
        NdbToken session = sessionOf(answered);
        if (session == null) {
            return;
        }
        synchronized (lock) {
            if (silent.isEmpty()) {
                arrived.clear();
            } else {
                arrived.put(session, answered.frame());
            }
        }
    }

    /** The session whose keys a request is about, or null. */
    private static @Nullable NdbToken sessionOf(Sent<?> request) {
        return request.message().operation().startsWith("KV_") ? request.token() : null;
    }

    /**
     * The answer of a request is certain: of its session, those sent before it and not refused have succeeded.
     */
    void reached(Sent<?> answered) {
        NdbToken session = sessionOf(answered);
        if (session == null) {
            return;
        }
        List<Sent<?>> before;
        List<Unclaimed> failures;
        synchronized (lock) {
            if (silent.isEmpty()) {
                return;
            }
            before = removeIf(silent, r -> Objects.equals(session, r.token()) && r.frame() < answered.frame());
            failures = removeIf(unclaimed, f -> f.behind() < answered.frame() && f.isOf(session));
        }
        for (String command : COMMANDS) {
            claim(
                    failures.stream()
                            .filter(f -> command(f.answer()).equals(command))
                            .toList(),
                    before);
        }
        before.forEach(Sent::succeeded);
    }

    /**
     * Gives failures of one command to the requests that they fit, which are then taken out. If there are as many of
     * the one as of the other each has its own, in order; if not, nothing tells which are whose.
     */
    private void claim(List<Unclaimed> failures, List<Sent<?>> requests) {
        if (failures.isEmpty()) {
            return;
        }
        List<Sent<?>> fitting = removeIf(requests, r -> failures.stream().anyMatch(failure -> failure.fits(r)));
        boolean each = failures.size() == fitting.size();
        for (int i = 0; each && i < fitting.size(); i++) {
            each = failures.get(i).fits(fitting.get(i));
        }
        for (int i = 0; i < fitting.size(); i++) {
            if (each) {
                fitting.get(i).answered(failures.get(i).answer());
            } else {
                fitting.get(i).failed(undecided(failures.get(0).answer()));
            }
        }
    }

    private KvException undecided(NdbAnswer answer) {
        return answer.hasMessage()
                ? NdbErrors.of(line.dialect().generation(), answer).with(f -> f.outcome(Outcome.UNKNOWN))
                : AnswerLine.nonsense("it cannot be told for which of several requests " + answer.name() + " came");
    }

    /**
     * Takes an answer that is the failure of one of these requests.
     *
     * @return false if it is the answer of a request that is always answered
     */
    boolean takes(NdbAnswer answer) {
        if (!ANSWERS.contains(answer.name())) {
            if (!answer.name().equals(NdbAnswer.ERR) || isEmpty()) {
                return false;
            }
            line.channel().drop(AnswerLine.nonsense("the server refused a request and did not tell which"));
            return true;
        }
        Sent<?> only = null;
        boolean none;
        synchronized (lock) {
            Long session = answer.token();
            Long behind = session == null ? null : arrived.get(NdbToken.of(session));
            Unclaimed failure = new Unclaimed(answer, behind == null ? 0 : behind);
            List<Sent<?>> candidates = silent.stream().filter(failure::fits).toList();
            none = candidates.isEmpty();
            if (candidates.size() == 1) {
                only = candidates.get(0);
                silent.remove(only);
            } else if (!none) {
                unclaimed.add(failure);
            }
        }
        if (none) {
            line.channel().drop(AnswerLine.nonsense("the server sent " + answer.name() + " for no request"));
        } else if (only != null) {
            only.answered(answer);
        }
        return true;
    }

    /** The command that an answer names. */
    private static String command(NdbAnswer answer) {
        return answer.name().replace("_RSP", "");
    }

    private static <E> List<E> removeIf(List<E> from, Predicate<E> which) {
        List<E> taken = new ArrayList<>(from);
        taken.removeIf(which.negate());
        from.removeAll(taken);
        return taken;
    }

    boolean isEmpty() {
        synchronized (lock) {
            return silent.isEmpty();
        }
    }

    void lost(Loss loss) {
        List<Sent<?>> left;
        synchronized (lock) {
            left = List.copyOf(silent);
            silent.clear();
            unclaimed.clear();
            arrived.clear();
        }
        left.forEach(request -> request.lost(loss));
    }
}
