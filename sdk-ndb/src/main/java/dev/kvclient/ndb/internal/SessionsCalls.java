package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.IDEMPOTENT_WRITE;
import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.ndb.NdbLoadedSessions;
import dev.kvclient.ndb.NdbSaved;
import dev.kvclient.ndb.NdbSessionOptions;
import dev.kvclient.ndb.NdbSessionTotals;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.NativeCall;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The calls of {@link dev.kvclient.ndb.NdbSessions}, whose methods the methods here are.
 *
 * @param <S> the face that a session shows
 */
final class SessionsCalls<S> {
    private final NdbApi api;
    private final SessionMessages messages;
    private final Function<SessionHandle, S> face;

    SessionsCalls(NdbApi api, Function<SessionHandle, S> face) {
        this.api = api;
        this.messages = new SessionMessages(api.connection());
        this.face = face;
    }

    NativeCall<NdbToken, S> create(String name, NdbSessionOptions options) {
        return making(name, messages.create(sessionName("SH_NEW", name), options));
    }

    NativeCall<NdbToken, S> open(String name, NdbSessionOptions options) {
        return making(name, messages.open(sessionName("SH_NEW", name), options));
    }

    NativeCall<NdbToken, S> createShared(String name, NdbSessionOptions options) {
        return making(name, messages.createShared(sessionName("SH_NEW", name), options));
    }

    private NativeCall<NdbToken, S> making(String name, NdbMessage<NdbToken> message) {
        return api.call(
                NdbCall.of(api, "SH_NEW", WRITE, Need.SESSION, (x, dialect) -> x.send(message))
                        .about(name),
                token -> attach(name, token));
    }

    NativeCall<Optional<NdbToken>, Optional<S>> find(String name) {
        NdbMessage<Optional<NdbToken>> message = messages.find(sessionName("SH_OPEN", name));
        return api.call(
                NdbCall.of(api, "SH_OPEN", READ, Need.V0_4, (x, dialect) -> x.send(message))
                        .about(name),
                found -> found.map(token -> attach(name, token)));
    }

    S attach(String name, NdbToken token) {
        return face.apply(
                new SessionHandle(Objects.requireNonNull(name, "name"), Objects.requireNonNull(token, "token")));
    }

    NativeCall<NdbSessionTotals, NdbSessionTotals> totals() {
        return api.call(NdbCall.of(api, "SH_INFO_ALL", READ, Need.SESSION, (x, dialect) -> x.send(messages.totals())));
    }

    NativeCall<Set<NdbToken>, Set<NdbToken>> exists(Collection<NdbToken> tokens) {
        Set<NdbToken> asked = new LinkedHashSet<>(List.copyOf(tokens));
        return api.call(NdbCall.of(
                api,
                "SH_EXISTS",
                READ,
                Need.V0_4,
                (x, dialect) -> asked.isEmpty()
                        ? CompletableFuture.completedFuture(Set.of())
                        : x.send(messages.exists(asked))));
    }

    NativeCall<Long, Long> endAll() {
        return api.call(NdbCall.of(api, "SH_END_ALL", WRITE, Need.SESSION, (x, dialect) -> x.send(messages.endAll()))
                .asBarrier());
    }

    NativeCall<NdbSaved, NdbSaved> save(String name) {
        return saving(name, List.of());
    }

    NativeCall<NdbSaved, NdbSaved> save(String name, Collection<NdbToken> tokens) {
        if (tokens.isEmpty()) {
            throw Refused.wrong("SH_SAVE", "there is at least one session to save; save(name) saves all");
        }
        return saving(name, List.copyOf(tokens));
    }

    private NativeCall<NdbSaved, NdbSaved> saving(String name, List<NdbToken> tokens) {
        Refused.saveName("SH_SAVE", name, allowPaths());
        return api.call(
                NdbCall.of(api, "SH_SAVE", WRITE, Need.SESSION, (x, dialect) -> x.send(messages.save(name, tokens)))
                        .asBarrier()
                        .about(name));
    }

    NativeCall<NdbLoadedSessions, NdbLoadedSessions> load(String name) {
        Refused.saveName("SH_LOAD", name, allowPaths());
        return api.call(NdbCall.of(
                        api,
                        "SH_LOAD",
                        IDEMPOTENT_WRITE,
                        Need.SESSION,
                        (x, dialect) -> x.send(messages.load(dialect, name)))
                .asBarrier()
                .about(name));
    }

    private boolean allowPaths() {
        return api.connection().settings().allowSavePaths();
    }

    private static String sessionName(String operation, String name) {
        if (Refused.text(operation, "the name", name).isEmpty()) {
            throw Refused.wrong(operation, "the name of a session is not empty");
        }
        return name;
    }
}
