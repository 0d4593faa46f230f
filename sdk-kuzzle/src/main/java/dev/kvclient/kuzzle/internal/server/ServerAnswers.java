package dev.kvclient.kuzzle.internal.server;

import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.internal.Members;
import dev.kvclient.kuzzle.server.KuzzleHealth;
import dev.kvclient.kuzzle.server.KuzzleServerInfo;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** How the results of the controller {@code server} look on the wire. */
final class ServerAnswers {
    private ServerAnswers() {}

    static Instant now(Members answer) {
        return Instant.ofEpochMilli(result(answer).integer("now").orElseThrow(() -> nonsense("no time")));
    }

    static boolean adminExists(Members answer) {
        return result(answer).flag("exists").orElseThrow(() -> nonsense("neither yes nor no"));
    }

    static KuzzleServerInfo info(Members answer, KvCodec codec) {
        Members all = result(answer).object("serverInfo").orElseThrow(() -> nonsense("no serverInfo"));
        Members kuzzle = all.object("kuzzle").orElseThrow(() -> nonsense("no kuzzle"));
        String version = kuzzle.text("version").orElseThrow(() -> nonsense("no version"));
        Map<String, String> services = new LinkedHashMap<>();
        all.object("services")
                .ifPresent(behind -> behind.names()
                        .forEach(name -> behind.object(name)
                                .flatMap(service -> service.text("version"))
                                .ifPresent(its -> services.put(name, its))));
        return new ServerInfo(version, answer.text("node"), kuzzle, services, all, codec);
    }

    /** The server that is not well says so in its result, and gives an error besides. */
    static KuzzleHealth health(byte[] frame) {
        Members answer = Members.ofFrame(frame);
        Optional<Members> result = answer.object("result");
        Optional<KuzzleHealth.Status> status =
                result.flatMap(r -> r.text("status")).map(ServerAnswers::status);
        if (result.isEmpty() || status.isEmpty()) {
            // Nothing about its health: the error that it is, or an answer that makes no sense.
            Members.ofAnswer(frame);
            throw nonsense("no status");
        }
        Map<String, KuzzleHealth.Status> services = new LinkedHashMap<>();
        result.flatMap(r -> r.object("services"))
                .ifPresent(all ->
                        all.names().forEach(name -> all.text(name).ifPresent(its -> services.put(name, status(its)))));
        return new Health(status.get(), services);
    }

    private static KuzzleHealth.Status status(String colour) {
        return switch (colour) {
            case "green" -> KuzzleHealth.Status.GREEN;
            case "yellow" -> KuzzleHealth.Status.YELLOW;
            case "red" -> KuzzleHealth.Status.RED;
            default -> KuzzleHealth.Status.OTHER;
        };
    }

    private static Members result(Members answer) {
        return answer.object("result").orElseThrow(() -> nonsense("no object"));
    }

    private static KvProtocolException nonsense(String what) {
        return new KvProtocolException(Failure.of(Outcome.APPLIED, "the result is not what it should be: " + what)
                .backend("kuzzle"));
    }

    /** How it is. */
    private record Health(KuzzleHealth.Status status, Map<String, KuzzleHealth.Status> services)
            implements KuzzleHealth {
        Health {
            services = Map.copyOf(services);
        }
    }
}
