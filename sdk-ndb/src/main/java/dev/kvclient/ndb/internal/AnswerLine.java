package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.FutureAttempt;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.transport.FrameChannel;
import dev.kvclient.transport.Loss;
import dev.kvclient.transport.Window;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Gives each request of one channel its answer. NDB's answers carry no id: they come in the order of the requests, and
 * the server may leave one out without a sign when too many bytes wait for the client. From then on every answer would
 * be given to the wrong request.
 *
 * <p>So each answer is compared with the request at whose turn it comes, and at the first one that cannot be its answer
 * the channel is dropped. An answer that would fit several requests ({@code {"KV_COUNT_RSP":{"cnt":3}}}, an absent key)
 * is held back until it is certain: when every request has been answered, none is missing; and the server answers a
 * command that it does not know under the name of that command, so that a made-up name, sent behind the requests, comes
 * back as a mark which tells that what was before it is complete. A request that is unanswered then has lost its
 * answer. Without marks, nobody else is let in until all have been answered.
 *
 * <p>Safe for use by many threads.
 */
final class AnswerLine {
    /** After so many answers without a pause a mark is sent, so that a loss is found early. */
    private static final int ANSWERS_PER_MARK = 64;

    /** An answer that takes longer makes the client ask by a mark whether it is lost: NDB answers in microseconds. */
    private static final Duration SUSPICIOUS = Duration.ofMillis(200);

    private final NdbConnection connection;
    private final FrameChannel channel;
    private final TimeSource time;
    private final long beganAtNanos;
    private final Dialect dialect;
    private final boolean marks;
    private final Pace pace;
    private final Window window;
    private final int maxPayload;
    private final QuietLine quiet;

    /** Held for moments; never while foreign code runs. The lock of the channel is taken before it, never inside. */
    private final Object lock = new Object();

    private final ArrayDeque<Sent<?>> unanswered = new ArrayDeque<>();
    private final List<Answered<?>> held = new ArrayList<>();
    private int sinceMark;
    private int marksUnderWay;
    private long lastMark;
    private long markSentAtNanos;

    /**
     * Whether nobody is let in, because something is held that only a pause makes certain: there are no marks. Touched
     * by the reading thread only.
     */
    private boolean pausing;

    /** An answer that has found its request. */
    private record Answered<T>(Sent<T> request, NdbAnswer answer) {
        void deliver() {
            request.answered(answer);
        }
    }

    /**
     * The line of a channel.
     *
     * @param time the clock of the client
     * @param marks whether the server gives made-up commands back by their names, in order
     * @param pace how many requests may be on their way at a time
     */
    AnswerLine(
            NdbConnection connection,
            TimeSource time,
            FrameChannel channel,
            Dialect dialect,
            boolean marks,
            Pace pace) {
        NdbSettings settings = connection.settings();
        this.connection = connection;
        this.channel = channel;
        this.time = time;
        this.beganAtNanos = time.nanoTime();
        this.markSentAtNanos = beganAtNanos;
        this.dialect = dialect;
        this.marks = marks;
        this.pace = pace;
        this.window = new Window(pace.places(), settings.windowBytes());
        this.maxPayload = settings.maxPayload(dialect.generation());
        this.quiet = new QuietLine(this, settings.windowRequests());
    }

    FrameChannel channel() {
        return channel;
    }

    Dialect dialect() {
        return dialect;
    }

    TimeSource time() {
        return time;
    }

    /** What tells of a session that all before it has been answered or has succeeded in silence. */
    NdbMessage<Long> barrier() {
        return NdbMessage.of(connection, "KV_COUNT", Effect.READ, AnswerReader.number("cnt"))
                .build();
    }

    /** Sends a request as soon as the window has a place for it. */
    <T> void submit(NdbMessage<T> message, @Nullable NdbToken token, WireAttempt<T> attempt) {
        byte[] frame = frame(message, token, attempt);
        if (frame == null) {
            return;
        }
        if (message.route() == NdbMessage.Route.QUIET) {
            quiet.submit(message, token, frame, attempt);
            return;
        }
        if (window.tryEnter(frame.length)) {
            sendInPlace(message, token, frame, attempt);
            return;
        }
        Window.Waiter waiter = () -> sendInPlace(message, token, frame, attempt);
        if (window.enter(frame.length, waiter)) {
            sendInPlace(message, token, frame, attempt);
        } else {
            attempt.onWithdrawal(() -> {
                if (window.withdraw(waiter)) {
                    attempt.failed(withdrawn());
                }
            });
        }
    }

    /** The frame; or null, and the attempt has failed. Never throws: the caller may be on the reading thread. */
    private <T> byte @Nullable [] frame(NdbMessage<T> message, @Nullable NdbToken token, WireAttempt<T> attempt) {
        try {
            return Payload.check(message.frame(token), maxPayload);
        } catch (KvException e) {
            attempt.failed(e);
        } catch (IllegalArgumentException e) {
            // Without the cause, whose message may show a part of a text.
            attempt.failed(
                    new KvRequestException(Failure.of(Outcome.NOT_SENT, "a text of the request is not valid Unicode")));
        }
        return null;
    }

    private <T> void sendInPlace(
            NdbMessage<T> message, @Nullable NdbToken token, byte[] frame, WireAttempt<T> attempt) {
        if (!attempt.sending()) {
            window.leave(frame.length);
            attempt.failed(withdrawn());
            return;
        }
        put(new Sent<>(message, attempt, dialect, token, time.nanoTime(), () -> window.leave(frame.length)), frame);
    }

    /** Sends a request of the adapter's own at once, past the window: a part of the handshake, a mark. */
    <T> CompletableFuture<T> ask(NdbMessage<T> message, @Nullable NdbToken token) {
        CompletableFuture<T> result = new CompletableFuture<>();
        put(
                new Sent<>(message, new FutureAttempt<>(result), dialect, token, time.nanoTime(), () -> {}),
                message.frame(token));
        return result;
    }

    /** Whoever takes the request out of the line ends it: the answer, the loss, or a failure here. */
    private <T> void put(Sent<T> request, byte[] frame) {
        try {
            channel.send(frame, number -> {
                synchronized (lock) {
                    request.numbered(number);
                    unanswered.add(request);
                }
            });
        } catch (KvException e) {
            // It got no number, so it stands in no line.
            request.failed(e);
            return;
        }
        connection.watch();
    }

    /** An answer came. Called on the reading thread. */
    void received(byte[] utf8) {
        NdbAnswer answer;
        try {
            answer = NdbAnswer.parse(utf8);
        } catch (IOException e) {
            channel.drop(nonsense("the server sent " + utf8.length + " bytes that are no answer"));
            return;
        }
        if (quiet.takes(answer)) {
            return;
        }
        List<Answered<?>> certain = new ArrayList<>(1);
        KvException mismatch;
        boolean mark;
        boolean pause;
        synchronized (lock) {
            mismatch = take(answer, certain);
            mark = mismatch == null && wantsMark();
            pause = !marks && !held.isEmpty();
        }
        if (mismatch != null) {
            pace.lost();
            channel.drop(mismatch);
            return;
        }
        boolean grown = pace.came(certain.size());
        if (grown || pause != pausing) {
            pausing = pause;
            window.resize(pause ? 1 : pace.places());
        }
        if (mark) {
            sendMark();
        }
        for (Answered<?> each : certain) {
            quiet.reached(each.request());
            each.deliver();
        }
    }

    /** Gives an answer to the request at whose turn it comes. Called under the lock. */
    private @Nullable KvException take(NdbAnswer answer, List<Answered<?>> certain) {
        Sent<?> head = unanswered.peek();
        if (head == null) {
            return nonsense("the server sent " + answer.name() + ", and nobody waits for an answer");
        }
        AnswerCheck.Verdict verdict = head.compare(answer);
        boolean isMark = Mark.is(head.message());
        if (verdict == AnswerCheck.Verdict.OTHERS || (isMark && verdict != AnswerCheck.Verdict.PROVEN)) {
            return nonsense("an answer was lost or came out of turn: " + answer.name() + " came for a "
                    + head.message().operation());
        }
        if (verdict == AnswerCheck.Verdict.INTERIM) {
            head.goesOn(time.nanoTime());
            return null;
        }
        unanswered.remove();
        quiet.arrived(head);
        sinceMark++;
        boolean holdBack = verdict == AnswerCheck.Verdict.BARE
                || (verdict == AnswerCheck.Verdict.PROVEN && mayBeTakenForALater(head));
        if (isMark) {
            marksUnderWay--;
        }
        if (isMark || unanswered.isEmpty()) {
            certain.addAll(held);
            held.clear();
            holdBack = false;
            sinceMark = 0;
        }
        (holdBack ? held : certain).add(new Answered<>(head, answer));
        return null;
    }

    /** Called under the lock. Few are asked: what reads is never taken for another. */
    private boolean mayBeTakenForALater(Sent<?> head) {
        if (head.message().effect() == Effect.READ) {
            return false;
        }
        for (Sent<?> later : unanswered) {
            if (head.mayBeTakenFor(later)) {
                return true;
            }
        }
        return false;
    }

    /** Called under the lock. */
    private boolean wantsMark() {
        boolean useful = !held.isEmpty() || sinceMark >= ANSWERS_PER_MARK;
        if (!marks || !useful || marksUnderWay > 0 || unanswered.isEmpty()) {
            return false;
        }
        marksUnderWay++;
        return true;
    }

    private void sendMark() {
        long number;
        synchronized (lock) {
            number = ++lastMark;
            markSentAtNanos = time.nanoTime();
        }
        // A mark that does not come back is looked after like any request.
        ask(Mark.message(connection, number), null).exceptionally(lost -> false);
    }

    /** Looks for answers that are overdue. */
    void look(long now, Duration answerTimeout, long notBefore) {
        Sent<?> oldest;
        boolean ask;
        synchronized (lock) {
            oldest = unanswered.peek();
            if (oldest == null) {
                return;
            }
            // Not only one: a mark may be lost as well.
            ask = marks
                    && now - markSentAtNanos > SUSPICIOUS.toNanos()
                    && oldest.message().patience() == null
                    && since(oldest, now, notBefore).compareTo(SUSPICIOUS) > 0;
            marksUnderWay += ask ? 1 : 0;
        }
        Duration patience = oldest.message().patience();
        Duration most = patience == null ? answerTimeout : patience;
        if (since(oldest, now, notBefore).compareTo(most) > 0) {
            channel.drop("no answer to " + oldest.message().operation() + " within " + most);
        } else if (ask) {
            sendMark();
        }
    }

    private static Duration since(Sent<?> request, long now, long notBefore) {
        long from = notBefore - request.sentAtNanos() > 0 ? notBefore : request.sentAtNanos();
        return Duration.ofNanos(now - from);
    }

    /** The channel is gone: nothing that was not certain has become so. */
    void lost(Loss loss) {
        List<Sent<?>> left = new ArrayList<>();
        synchronized (lock) {
            held.forEach(answered -> left.add(answered.request()));
            held.clear();
            left.addAll(unanswered);
            unanswered.clear();
        }
        left.forEach(request -> request.lost(loss));
        quiet.lost(loss);
    }

    /** When it began, by the clock of the client. */
    long beganAtNanos() {
        return beganAtNanos;
    }

    /** Whether the oldest request is one that may take its time: a save, a load. */
    boolean isPatient() {
        synchronized (lock) {
            Sent<?> oldest = unanswered.peek();
            return oldest != null && oldest.message().patience() != null;
        }
    }

    /** Whether anything waits for an answer. */
    boolean isBusy() {
        synchronized (lock) {
            return !unanswered.isEmpty() || !quiet.isEmpty();
        }
    }

    static KvConnectionException withdrawn() {
        return new KvConnectionException(Failure.of(Outcome.NOT_SENT, "withdrawn before it was sent"));
    }

    static KvProtocolException nonsense(String problem) {
        return new KvProtocolException(Failure.of(Outcome.UNKNOWN, problem).backend("ndb"));
    }
}
