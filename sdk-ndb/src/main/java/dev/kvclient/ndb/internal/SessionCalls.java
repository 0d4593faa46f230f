package dev.kvclient.ndb.internal;

import static dev.kvclient.spi.Effect.READ;
import static dev.kvclient.spi.Effect.WRITE;

import dev.kvclient.ndb.NdbSessionInfo;
import dev.kvclient.ndb.NdbToken;
import dev.kvclient.spi.Ack;
import dev.kvclient.spi.NativeCall;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The calls of {@link dev.kvclient.ndb.NdbSession}, whose methods the methods here are.
 *
 * @param <K> the face that its keys show
 */
final class SessionCalls<K> {
    private final NdbApi api;
    private final SessionHandle session;
    private final SessionMessages messages;
    private final Lazy<K> keys;

    SessionCalls(NdbApi api, SessionHandle session, Function<KeysCalls, K> face) {
        this.api = api;
        this.session = session;
        this.messages = new SessionMessages(api.connection());
        this.keys = new Lazy<>(() -> face.apply(new KeysCalls(api, session)));
    }

    String name() {
        return session.name();
    }

    NdbToken token() {
        return session.token();
    }

    K keys() {
        session.requireOpen("keys");
        return keys.get();
    }

    NativeCall<NdbSessionInfo, NdbSessionInfo> info() {
        session.requireOpen("SH_INFO");
        return api.call(
                NdbCall.of(api, "SH_INFO", READ, Need.SESSION, (x, dialect) -> x.send(messages.info(session.token())))
                        .describing(session::describe));
    }

    NativeCall<Ack, Void> end() {
        session.requireOpen("SH_END");
        NdbKeyMessages ofKeys = new NdbKeyMessages(api.connection(), session.token());
        return api.done(NdbCall.of(api, "SH_END", WRITE, Need.SESSION, (x, dialect) -> {
                    CompletableFuture<Ack> ended =
                            x.send(ofKeys.clear()).thenCompose(removed -> x.send(messages.end(session.token())));
                    return ended.thenApply(ack -> {
                        session.close();
                        return ack;
                    });
                })
                .asBarrier()
                .describing(session::describe));
    }

    void close() {
        session.close();
    }
}
