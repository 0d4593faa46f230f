package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbAfterExpiry;
import dev.kvclient.ndb.NdbExpiry;
import dev.kvclient.ndb.NdbLoadedSessions;
import dev.kvclient.ndb.NdbSaved;
import dev.kvclient.ndb.NdbSessionInfo;
import dev.kvclient.ndb.NdbSessionOptions;
import dev.kvclient.ndb.NdbSessionTotals;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Ack;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The commands about sessions. None may be sent again after a loss. */
record SessionMessages(NdbConnection connection) {
    private static final int OK = 1;

    /** SessionNotExist. */
    private static final int NO_SESSION = 100;

    /** SessionOpenFail. */
    private static final int NOT_SHARED = 102;

    /** SessionNewFail: there is one, whose token stands in the answer. */
    private static final int THERE = 103;

    private static final int SAVE_BEGUN = 120;
    private static final int SAVED = 121;
    private static final int LOADED = 141;

    /** LoadDuplicate, of v0.4: all of the sessions exist, or the last one does. */
    private static final int EXISTED = 143;

    private static final AnswerReader<Long> COUNT = AnswerReader.number("cnt");

    /** A new one each time. */
    NdbMessage<NdbToken> create(String name, NdbSessionOptions options) {
        return made(name, false, options).build();
    }

    /** A shared one; refused if there is one by that name. */
    NdbMessage<NdbToken> createShared(String name, NdbSessionOptions options) {
        return made(name, true, options).build();
    }

    /** A shared one; the one that there is, if there is one by that name. */
    NdbMessage<NdbToken> open(String name, NdbSessionOptions options) {
        return made(name, true, options).good(OK, THERE).build();
    }

    private NdbMessage.Builder<NdbToken> made(String name, boolean shared, NdbSessionOptions options) {
        Objects.requireNonNull(options, "options");
        return NdbMessage.of(connection, "SH_NEW", WRITE, SessionMessages::token)
                .body(w -> {
                    w.text("name", name);
                    if (shared) {
                        w.bool("shared", true);
                    }
                    options.expiresAfter()
                            .ifPresent(idle -> w.object(
                                    "expiry",
                                    expiry -> expiry.number("duration", idle.toSeconds())
                                            .bool(
                                                    "deleteSession",
                                                    options.afterExpiry()
                                                            .equals(Optional.of(NdbAfterExpiry.DELETE_SESSION)))));
                });
    }

    private static NdbToken token(NdbAnswer answer) throws IOException {
        Long bits = answer.token();
        if (bits == null) {
            throw new IOException("no token");
        }
        return NdbToken.of(bits);
    }

    /** Of v0.4. */
    NdbMessage<Optional<NdbToken>> find(String name) {
        return NdbMessage.of(
                        connection,
                        "SH_OPEN",
                        READ,
                        answer ->
                                answer.status() == NOT_SHARED ? Optional.<NdbToken>empty() : Optional.of(token(answer)))
                .body(w -> w.text("name", name))
                .good(OK, NOT_SHARED)
                .build();
    }

    /** The token stands alone: with anything beside it the command is refused. */
    NdbMessage<NdbSessionInfo> info(NdbToken token) {
        return NdbMessage.of(connection, "SH_INFO", READ, SessionMessages::info)
                .session(token)
                .build();
    }

    private static NdbSessionInfo info(NdbAnswer answer) throws IOException {
        Optional<NdbExpiry> expiry = answer.members().contains("expiry")
                ? Optional.of(
                        AnswerReader.member("expiry", SessionMessages::expiry).read(answer))
                : Optional.empty();
        return new Results.SessionInfo(
                AnswerReader.member("shared", JsonParser::getBooleanValue).read(answer),
                AnswerReader.number("keyCnt").read(answer),
                expiry);
    }

    private static NdbExpiry expiry(JsonParser parser) throws IOException {
        Duration duration = Duration.ZERO;
        Duration remaining = Duration.ZERO;
        NdbAfterExpiry then = NdbAfterExpiry.EMPTY_SESSION;
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            parser.nextToken();
            switch (name) {
                case "duration" -> duration = Duration.ofSeconds(parser.getLongValue());
                case "remaining" -> remaining = Duration.ofSeconds(parser.getLongValue());
                case "deleteSession" ->
                    then = parser.getBooleanValue() ? NdbAfterExpiry.DELETE_SESSION : NdbAfterExpiry.EMPTY_SESSION;
                default -> parser.skipChildren();
            }
        }
        return new Results.Expiry(duration, remaining, then);
    }

    NdbMessage<NdbSessionTotals> totals() {
        AnswerReader<Long> sessions = AnswerReader.number("totalSessions");
        AnswerReader<Long> keys = AnswerReader.number("totalKeys");
        return NdbMessage.of(connection, "SH_INFO_ALL", READ, answer ->
                        (NdbSessionTotals) new Results.SessionTotals(sessions.read(answer), keys.read(answer)))
                .build();
    }

    /** Of v0.4. */
    NdbMessage<Set<NdbToken>> exists(Collection<NdbToken> tokens) {
        return NdbMessage.of(
                        connection,
                        "SH_EXISTS",
                        READ,
                        AnswerReader.members("tkns").then(SessionMessages::thoseTrue))
                .body(w -> w.unsigned("tkns", bits(tokens)))
                .build();
    }

    private static Set<NdbToken> thoseTrue(Map<String, StoredValue.Json> answers) {
        Set<NdbToken> there = new LinkedHashSet<>();
        answers.forEach((digits, value) -> {
            if (value.utf8()[0] == 't') {
                there.add(NdbToken.parse(digits));
            }
        });
        return there;
    }

    /** One that is gone counts as ended. */
    NdbMessage<Ack> end(NdbToken token) {
        return NdbMessage.of(connection, "SH_END", WRITE, answer -> Ack.DONE)
                .session(token)
                .good(OK, NO_SESSION)
                .build();
    }

    NdbMessage<Long> endAll() {
        return NdbMessage.of(connection, "SH_END_ALL", WRITE, COUNT).build();
    }

    /** All of them, if no tokens are given. */
    NdbMessage<NdbSaved> save(String name, Collection<NdbToken> tokens) {
        return NdbMessage.of(connection, "SH_SAVE", WRITE, answer -> NativeKeyMessages.saved(name, answer))
                .body(w -> {
                    w.text("name", name);
                    if (!tokens.isEmpty()) {
                        w.unsigned("tkns", bits(tokens));
                    }
                })
                .check(SessionMessages::checkSave)
                .good(SAVED)
                .route(NdbMessage.Route.LARGE)
                .patience(connection.settings().saveTimeout())
                .build();
    }

    /** It is answered when it begins, and again when it is done. */
    private static AnswerCheck.Verdict checkSave(NdbAnswer answer) {
        if (!answer.name().equals("SH_SAVE_RSP")) {
            return AnswerCheck.Verdict.OTHERS;
        }
        return answer.status() == SAVE_BEGUN ? AnswerCheck.Verdict.INTERIM : AnswerCheck.Verdict.BARE;
    }

    NdbMessage<NdbLoadedSessions> load(Dialect dialect, String name) {
        boolean several = dialect == Dialect.V0_4;
        return NdbMessage.of(
                        connection,
                        "SH_LOAD",
                        IDEMPOTENT_WRITE,
                        several ? answer -> loadedOf(name, answer) : answer -> loaded(name, answer))
                .body(w -> {
                    if (several) {
                        w.texts("names", List.of(name));
                    } else {
                        w.text("name", name);
                    }
                })
                .good(OK, LOADED)
                .route(NdbMessage.Route.LARGE)
                .patience(connection.settings().saveTimeout())
                .build();
    }

    private static NdbLoadedSessions loaded(String name, NdbAnswer answer) throws IOException {
        return new Results.LoadedSessions(
                name,
                AnswerReader.number("sessions").read(answer),
                AnswerReader.number("keys").read(answer));
    }

    /** v0.4 gives an object for each name. */
    private static NdbLoadedSessions loadedOf(String name, NdbAnswer answer) throws IOException {
        Map<String, Long> numbers =
                AnswerReader.member(name, SessionMessages::numbers).read(answer);
        int status = numbers.getOrDefault("st", 0L).intValue();
        if (status != LOADED && status != EXISTED) {
            throw new KvServerException(Failure.of(Outcome.UNKNOWN, "the server could not load all of it")
                    .backend("ndb")
                    .status(status));
        }
        return new Results.LoadedSessions(name, numbers.getOrDefault("sessions", 0L), numbers.getOrDefault("keys", 0L));
    }

    private static Map<String, Long> numbers(JsonParser parser) throws IOException {
        Map<String, Long> numbers = new HashMap<>();
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            if (parser.nextToken() == JsonToken.VALUE_NUMBER_INT) {
                numbers.put(name, parser.getLongValue());
            }
            parser.skipChildren();
        }
        return numbers;
    }

    private static List<Long> bits(Collection<NdbToken> tokens) {
        return tokens.stream().map(NdbToken::bits).toList();
    }
}
