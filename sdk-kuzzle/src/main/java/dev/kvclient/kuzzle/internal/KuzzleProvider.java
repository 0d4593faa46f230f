package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.kuzzle.ValueFormat;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.BackendUrl;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.KvProvider;
import java.util.Locale;
import java.util.Set;

/**
 * Makes the backend of {@code kuzzle://host:port} and, over TLS, {@code kuzzles://host:port}; over HTTP, of
 * {@code kuzzle+http://host:port} and {@code kuzzle+https://host:port}; with {@code ?format=natural} or
 * {@code ?format=json}.
 */
public final class KuzzleProvider implements KvProvider {
    private static final String WITH_TLS = "kuzzles";
    private static final String HTTP = "kuzzle+http";
    private static final String HTTP_WITH_TLS = "kuzzle+https";

    /** For {@link java.util.ServiceLoader}. */
    public KuzzleProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("kuzzle", WITH_TLS, HTTP, HTTP_WITH_TLS);
    }

    @Override
    public KvBackend create(BackendUrl url, BackendConfig config) {
        url.requireOnly(Set.of("format"));
        if (url.endpoints().isEmpty()) {
            throw wrong("a Kuzzle URL names a host, as in kuzzle://localhost:7512");
        }
        KuzzleBackend.Builder builder = KuzzleBackend.builder();
        if (url.scheme().equals(HTTP) || url.scheme().equals(HTTP_WITH_TLS)) {
            builder.http();
        }
        if (url.scheme().equals(WITH_TLS) || url.scheme().equals(HTTP_WITH_TLS)) {
            builder.tls();
        }
        for (BackendUrl.Endpoint endpoint : url.endpoints()) {
            BackendUrl.Endpoint full = endpoint.orPort(KuzzleBackend.DEFAULT_PORT);
            builder.endpoint(full.host(), full.port());
        }
        if (!url.path().isEmpty()) {
            builder.path(url.path());
        }
        String format = url.parameters().get("format");
        if (format != null) {
            builder.valueFormat(format(format));
        }
        config.credentials().ifPresent(builder::credentials);
        config.sslContext().ifPresent(builder::sslContext);
        config.proxy().ifPresent(builder::proxy);
        config.headers().forEach(builder::header);
        return builder.build();
    }

    private static ValueFormat format(String name) {
        for (ValueFormat format : ValueFormat.values()) {
            if (format.name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT))) {
                return format;
            }
        }
        throw wrong("the format of values is natural or json");
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }
}
