package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbBackend;
import dev.kvclient.ndb.NdbGeneration;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.BackendUrl;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.KvProvider;
import java.util.Set;

/**
 * Makes the backend of {@code ndb://host:port} and, through something that speaks TLS for the server,
 * {@code ndbs://host:port}, with {@code ?generation=session} or {@code ?generation=status}, {@code maxPayload=BYTES}
 * and {@code session=NAME}.
 */
public final class NdbProvider implements KvProvider {
    /** For {@link java.util.ServiceLoader}. */
    public NdbProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("ndb", "ndbs");
    }

    @Override
    public KvBackend create(BackendUrl url, BackendConfig config) {
        url.requireOnly(Set.of("generation", "maxPayload", "session"));
        if (url.endpoints().isEmpty()) {
            throw wrong("an NDB URL names a host, as in ndb://localhost:1987");
        }
        if (config.credentials().isPresent()) {
            throw wrong("NDB has no sign-in: it takes no credentials");
        }
        NdbBackend.Builder builder = NdbBackend.builder();
        if (url.scheme().equals("ndbs")) {
            builder.tls();
        }
        for (BackendUrl.Endpoint endpoint : url.endpoints()) {
            BackendUrl.Endpoint full = endpoint.orPort(NdbBackend.DEFAULT_PORT);
            builder.endpoint(full.host(), full.port());
        }
        if (!url.path().isEmpty()) {
            builder.path(url.path());
        }
        String generation = url.parameters().get("generation");
        if (generation != null) {
            builder.generation(generation(generation));
        }
        String payload = url.parameters().get("maxPayload");
        if (payload != null) {
            builder.maxPayload(number(payload));
        }
        String session = url.parameters().get("session");
        if (session != null) {
            builder.session(session);
        }
        config.sslContext().ifPresent(builder::sslContext);
        config.proxy().ifPresent(builder::proxy);
        config.headers().forEach(builder::header);
        return builder.build();
    }

    private static NdbGeneration generation(String word) {
        for (NdbGeneration generation : NdbGeneration.values()) {
            if (generation.word().equalsIgnoreCase(word)) {
                return generation;
            }
        }
        throw wrong("the generation is session (v0.4, v0.5) or status (v0.9)");
    }

    private static int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw wrong("maxPayload is a number of bytes");
        }
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }
}
