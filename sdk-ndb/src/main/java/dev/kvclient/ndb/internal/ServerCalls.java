package dev.kvclient.ndb.internal;

import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.ndb.NdbServerInfo;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.NativeCall;

/** What is asked of the server itself. */
final class ServerCalls {
    private static final AnswerReader<String> VERSION =
            AnswerReader.member("serverVersion", parser -> parser.getValueAsString(""));

    private static final AnswerReader<Boolean> PERSISTENCE =
            AnswerReader.member("persistEnabled", parser -> parser.getValueAsBoolean());

    private ServerCalls() {}

    static NativeCall<NdbServerInfo, NdbServerInfo> info(NdbApi api) {
        return api.call(NdbCall.of(
                api, "SV_INFO", Effect.READ, Need.STATUS, (x, dialect) -> x.send(message(api.connection()))));
    }

    static NdbMessage<NdbServerInfo> message(NdbConnection connection) {
        return NdbMessage.of(connection, "SV_INFO", Effect.READ, answer ->
                        (NdbServerInfo) new Results.ServerInfo(VERSION.read(answer), PERSISTENCE.read(answer)))
                .build();
    }

    /** As it was found out, or else as the client was told. */
    static NdbGeneration generation(NdbApi api) {
        return api.connection().generation().orElseThrow(NdbConnection::notConnected);
    }
}
