package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.spi.Ack;
import dev.kvclient.spi.NativeCall;
import java.time.Instant;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleDatabase}, whose methods the methods here are. */
final class DatabaseCalls {
    private final MsApi api;

    DatabaseCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Long, Long> dbsize() {
        return api.ask(MsAction.DBSIZE).barrierIf(true).reads(Replies::integer);
    }

    NativeCall<Ack, Void> flushdb() {
        return api.ask(MsAction.FLUSHDB).barrierIf(true).done();
    }

    NativeCall<Ack, Void> ping() {
        return api.ask(MsAction.PING).done();
    }

    NativeCall<Instant, Instant> time() {
        return api.ask(MsAction.TIME).reads(Replies::time);
    }
}
