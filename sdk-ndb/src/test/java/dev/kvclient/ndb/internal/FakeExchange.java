package dev.kvclient.ndb.internal;

import dev.kvclient.Attribute;
import dev.kvclient.CallOptions;
import dev.kvclient.error.KvException;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.WireRequest;
import dev.kvclient.testkit.ManualTime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Keeps what is sent, and answers it with the frames of the test's choice, one for each request. */
final class FakeExchange implements Exchange {
    private final Dialect dialect;
    private final Queue<String> answers = new ArrayDeque<>();
    private final List<NdbMessage<?>> messages = new ArrayList<>();
    private final List<String> frames = new ArrayList<>();
    private final ManualTime time = new ManualTime();
    private boolean repeated;
    private @Nullable KvCommand<?> command;
    private CallOptions options = CallOptions.none();

    FakeExchange(Dialect dialect, String... answers) {
        this.dialect = dialect;
        this.answers.addAll(List.of(answers));
    }

    /** As if an attempt had been made before. */
    FakeExchange repeating() {
        repeated = true;
        return this;
    }

    Dialect dialect() {
        return dialect;
    }

    void began(KvCommand<?> value, CallOptions given) {
        command = value;
        options = given;
    }

    /** The command that was made last. */
    KvCommand<?> command() {
        if (command == null) {
            throw new AssertionError("no command was made");
        }
        return command;
    }

    CallOptions options() {
        return options;
    }

    /** What was sent, as text. */
    List<String> frames() {
        return frames;
    }

    List<NdbMessage<?>> messages() {
        return messages;
    }

    /** The one message that was sent. */
    NdbMessage<?> message() {
        if (messages.size() != 1) {
            throw new AssertionError("not one frame, but " + frames);
        }
        return messages.get(0);
    }

    @Override
    public <T> CompletableFuture<T> send(WireRequest<T> request) {
        NdbMessage<T> message = (NdbMessage<T>) request;
        NdbToken token = message.session() == NdbMessage.Session.OWN ? Unconnected.OWN : message.token();
        messages.add(message);
        frames.add(new String(message.frame(token), StandardCharsets.UTF_8));
        String text = answers.poll();
        if (text == null) {
            return message.route() == NdbMessage.Route.QUIET
                    ? CompletableFuture.completedFuture(message.silence())
                    : CompletableFuture.failedFuture(new AssertionError("no answer to " + frames));
        }
        try {
            NdbAnswer answer = NdbAnswer.parse(text.getBytes(StandardCharsets.UTF_8));
            if (message.check(dialect, token).of(answer) == AnswerCheck.Verdict.OTHERS) {
                return CompletableFuture.failedFuture(new AssertionError(answer + " is no answer to " + message));
            }
            return CompletableFuture.completedFuture(message.read(answer, dialect));
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        } catch (IOException e) {
            return CompletableFuture.failedFuture(new AssertionError(e));
        }
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public ManualTime time() {
        return time;
    }

    @Override
    public <T> Optional<T> attribute(Attribute<T> attribute) {
        return options.attribute(attribute);
    }

    @Override
    public boolean repeated() {
        return repeated;
    }

    @Override
    public boolean ended() {
        return false;
    }
}
