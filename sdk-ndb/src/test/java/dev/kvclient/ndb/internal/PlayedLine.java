package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.transport.Loss;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The line of a channel whose server is played by the test. For one thread. */
final class PlayedLine {
    static final NdbToken TOKEN = NdbToken.parse("18446744073709551615");
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(10);

    private final Dialect dialect;
    private final NdbConnection connection;
    private final ManualTime time = new ManualTime();
    private final FakeChannel channel = new FakeChannel();
    private final AnswerLine line;

    PlayedLine(Dialect dialect, boolean marks, int places) {
        this.dialect = dialect;
        this.connection = Unconnected.connection(dialect.generation());
        this.line = new AnswerLine(connection, time, channel, dialect, marks, new Pace(places));
    }

    NdbConnection connection() {
        return connection;
    }

    NdbKeyMessages keys() {
        return new NdbKeyMessages(connection, dialect == Dialect.V0_9 ? null : TOKEN);
    }

    NativeKeyMessages more() {
        return new NativeKeyMessages(connection, dialect == Dialect.V0_9 ? null : TOKEN);
    }

    ManualTime time() {
        return time;
    }

    List<String> frames() {
        return channel.frames();
    }

    FakeChannel channel() {
        return channel;
    }

    AnswerLine line() {
        return line;
    }

    <T> TestAttempt<T> send(NdbMessage<T> message) {
        return send(message, message.token());
    }

    <T> TestAttempt<T> send(NdbMessage<T> message, @Nullable NdbToken token) {
        TestAttempt<T> attempt = new TestAttempt<>();
        line.submit(message, token, attempt);
        return attempt;
    }

    TestAttempt<Map<String, Integer>> set(String key) {
        return send(keys().set(Map.of(key, Json.value("1"))));
    }

    TestAttempt<Map<String, Integer>> add(String key) {
        return send(keys().add(Map.of(key, Json.value("1"))));
    }

    /** What the server says, with {@code $} for the token. */
    void answer(String frame) {
        String text = frame.replace("$", TOKEN.digits());
        line.received(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to the last frame, which must be a mark. */
    void answerMark() {
        answerMarkOfFrame(channel.frames().size());
    }

    /** The answer to that frame, counted from 1, which must be a mark. */
    void answerMarkOfFrame(int number) {
        String name = markName(channel.frames().get(number - 1));
        answer("{\"" + name + "_RSP\":{\"st\":" + (dialect == Dialect.V0_9 ? 13 : 10) + "}}");
    }

    /** The name of the last frame, which must be a mark. */
    String markName() {
        return markName(channel.last());
    }

    private static String markName(String frame) {
        if (!frame.startsWith("{\"MARK")) {
            throw new AssertionError("no mark, but " + frame);
        }
        return frame.substring(2, frame.indexOf('"', 2));
    }

    /** As the timer does, every tenth of a second. */
    void look() {
        line.look(time.nanoTime(), ANSWER_TIMEOUT, 0);
    }

    /** The channel is gone; the first frames have been handed over. */
    void lose(long handedOver) {
        KvConnectionException cause = new KvConnectionException(
                Failure.of(Outcome.UNKNOWN, "the connection broke").retryable(true));
        Loss loss = Loss.of(handedOver, channel.dropped().orElse(cause));
        channel.drop(cause);
        line.lost(loss);
    }
}
