package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.WireAttempt;
import dev.kvclient.spi.WireRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request to NDB: a command, its parameters, how its answer is known and how it is read. Immutable. The token of
 * the client's own session is put in when it is sent.
 *
 * @param <T> what the answer gives
 */
final class NdbMessage<T> implements WireRequest<T> {
    /** Which way a request goes. */
    enum Route {
        /** The connection for everything whose answer is small. */
        MAIN,
        /** The second connection, one at a time: a large answer can make the server drop those behind it. */
        LARGE,
        /** The first connection, beside the order of answers: what succeeds is not answered. */
        QUIET
    }

    /** Whose session a request is about. */
    enum Session {
        /** None: generation B, and what is not about one session. */
        NONE,
        /** The session of the client itself. */
        OWN,
        /** One with a token of its own. */
        GIVEN
    }

    private final NdbConnection connection;
    private final String command;
    private final Effect effect;
    private final List<String> keys;
    private final FrameWriter.Body body;
    private final AnswerReader<T> reader;
    private final Checker check;
    private final Set<Integer> good;
    private final Route route;
    private final Session session;
    private final @Nullable NdbToken token;
    private final @Nullable Duration patience;
    private final boolean resendable;
    private final @Nullable T silence;

    private NdbMessage(Builder<T> from) {
        this.connection = from.connection;
        this.command = from.command;
        this.effect = from.effect;
        this.keys = from.keys;
        this.body = from.body;
        this.reader = from.reader;
        this.check = from.check != null ? from.check : defaultCheck(from.command);
        this.good = from.good;
        this.route = from.route;
        this.session = from.session;
        this.token = from.token;
        this.patience = from.patience;
        this.resendable = from.resendable;
        this.silence = from.silence;
    }

    private static Checker defaultCheck(String command) {
        AnswerCheck bare = AnswerCheck.bare(command);
        return (dialect, token) -> bare;
    }

    /**
     * Begins a request.
     *
     * @param command its name on the wire
     * @param reader reads what a success gives
     */
    static <T> Builder<T> of(NdbConnection connection, String command, Effect effect, AnswerReader<T> reader) {
        return new Builder<>(connection, command, effect, reader);
    }

    @Override
    public String operation() {
        return command;
    }

    @Override
    public List<String> keys() {
        return keys;
    }

    @Override
    public Effect effect() {
        return effect;
    }

    @Override
    public void send(WireAttempt<T> attempt) {
        connection.send(this, attempt);
    }

    Route route() {
        return route;
    }

    Session session() {
        return session;
    }

    /** The token that the request was given. */
    @Nullable
    NdbToken token() {
        return token;
    }

    /** How long its answer may take; null for as long as others. */
    @Nullable
    Duration patience() {
        return patience;
    }

    /** Whether it may be sent again when the connection is lost before it is answered. */
    boolean resendable() {
        return resendable;
    }

    /** What it gives if it is a quiet one and the server is silent. */
    T silence() {
        return Objects.requireNonNull(silence, command + " is not quiet");
    }

    /** The frame, for that session. */
    byte[] frame(@Nullable NdbToken of) {
        FrameWriter writer = new FrameWriter(command);
        if (of != null) {
            writer.unsigned("tkn", of.bits());
        }
        body.write(writer);
        return writer.frame();
    }

    /** Compares answers with this request, as it is sent to a server of that dialect, for that session. */
    AnswerCheck check(Dialect dialect, @Nullable NdbToken of) {
        AnswerCheck own = check.of(dialect, of);
        return switch (dialect.generation()) {
            case SESSION -> {
                boolean shown = of != null && !(command.equals("KV_RMV") && keys.contains("tkn"));
                yield AnswerCheck.session(command, shown && of != null ? of.bits() : null, own);
            }
            case STATUS -> AnswerCheck.status(own);
        };
    }

    /**
     * Reads an answer.
     *
     * @throws KvException the refusal in it; or one with outcome {@code APPLIED} if it makes no sense
     */
    T read(NdbAnswer answer, Dialect dialect) {
        if (isRefusal(answer)) {
            throw NdbErrors.of(dialect.generation(), answer);
        }
        try {
            return reader.read(answer);
        } catch (IOException e) {
            // Without the cause, whose message may quote a value.
            throw new KvProtocolException(Failure.of(Outcome.APPLIED, "the answer to " + command + " cannot be read")
                    .backend("ndb"));
        }
    }

    private boolean isRefusal(NdbAnswer answer) {
        if (good.isEmpty()) {
            return false;
        }
        if (answer.name().equals(NdbAnswer.ERR) || answer.hasMessage()) {
            return true;
        }
        // The members of this one are keys, of which one may be called st.
        boolean statusIsKey = command.equals("KV_RMV") && keys.contains("st");
        return !statusIsKey && answer.status() != 0 && !good.contains(answer.status());
    }

    /** The command and the keys. */
    @Override
    public String toString() {
        return command + keys;
    }

    /** How answers are compared with the request, which may depend on whom it is sent to. */
    @FunctionalInterface
    interface Checker {
        AnswerCheck of(Dialect dialect, @Nullable NdbToken token);
    }

    /** Collects the parts of a request. */
    static final class Builder<T> {
        private static final Set<Integer> SUCCESS = Set.of(1);

        private final NdbConnection connection;
        private final String command;
        private final Effect effect;
        private final AnswerReader<T> reader;
        private List<String> keys = List.of();
        private FrameWriter.Body body = FrameWriter.Body.NONE;
        private @Nullable Checker check;
        private Set<Integer> good = SUCCESS;
        private Route route = Route.MAIN;
        private Session session = Session.NONE;
        private @Nullable NdbToken token;
        private @Nullable Duration patience;
        private boolean resendable;
        private @Nullable T silence;

        private Builder(NdbConnection connection, String command, Effect effect, AnswerReader<T> reader) {
            this.connection = connection;
            this.command = command;
            this.effect = effect;
            this.reader = reader;
        }

        /** The keys that it names, for messages and events. */
        Builder<T> keys(List<String> value) {
            this.keys = value;
            return this;
        }

        Builder<T> body(FrameWriter.Body value) {
            this.body = value;
            return this;
        }

        /** How its answer is known; by its name alone unless given. */
        Builder<T> check(AnswerCheck value) {
            this.check = (dialect, of) -> value;
            return this;
        }

        /** How its answer is known. */
        Builder<T> check(Checker value) {
            this.check = value;
            return this;
        }

        /** The statuses that are no refusal; 1 unless given. No status at all is never one. */
        Builder<T> good(Integer... statuses) {
            this.good = Set.of(statuses);
            return this;
        }

        /** No status is a refusal: the reader decides. */
        Builder<T> anyStatus() {
            this.good = Set.of();
            return this;
        }

        /** A request that is answered only if it fails; otherwise it gives that. */
        Builder<T> quiet(T result) {
            this.silence = result;
            return route(Route.QUIET);
        }

        Builder<T> route(Route value) {
            this.route = value;
            return this;
        }

        /** About the client's own session. */
        Builder<T> ownSession() {
            this.session = Session.OWN;
            return this;
        }

        /** About that session. */
        Builder<T> session(NdbToken value) {
            this.session = Session.GIVEN;
            this.token = Objects.requireNonNull(value, "token");
            return this;
        }

        /** How long its answer may take. */
        Builder<T> patience(Duration value) {
            this.patience = value;
            return this;
        }

        /** May be sent again when the connection is lost: a plain command about keys. */
        Builder<T> resendable() {
            this.resendable = true;
            return this;
        }

        NdbMessage<T> build() {
            return new NdbMessage<>(this);
        }
    }
}
