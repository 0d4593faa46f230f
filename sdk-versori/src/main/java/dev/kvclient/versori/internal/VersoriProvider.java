package dev.kvclient.versori.internal;

import dev.kvclient.Credentials;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.BackendUrl;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.KvProvider;
import dev.kvclient.versori.ValueEncoding;
import dev.kvclient.versori.VersoriBackend;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Makes the backend of {@code versori://STORE} (production), {@code versori+https://host:port/base?store=STORE} and
 * {@code versori+http://..}, with {@code encoding=workflow} or {@code encoding=native}. {@code STORE} is a ULID.
 *
 * <p>A client that is given no credentials takes an API key from {@code VERSORI_TOKEN} in the environment, if it is
 * there; but not to send it in the clear to another machine.
 */
public final class VersoriProvider implements KvProvider {
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}");

    private final Map<String, String> environment;

    /** For {@link java.util.ServiceLoader}. */
    public VersoriProvider() {
        this(System.getenv());
    }

    VersoriProvider(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Set<String> schemes() {
        return Set.of("versori", "versori+https", "versori+http");
    }

    @Override
    public KvBackend create(BackendUrl url, BackendConfig config) {
        boolean production = url.scheme().equals("versori");
        url.requireOnly(production ? Set.of("encoding") : Set.of("store", "encoding"));
        if (url.endpoints().size() != 1) {
            throw wrong("a Versori URL names one host, as in versori+https://host/api/v2?store=STORE,"
                    + " or one store, as in versori://STORE");
        }
        BackendUrl.Endpoint endpoint = url.endpoints().get(0);
        VersoriBackend.Builder builder = VersoriBackend.builder();
        boolean inTheOpen = false;
        if (production) {
            if (endpoint.port() >= 0 || !Set.of("", "/").contains(url.path())) {
                throw wrong("versori: is production and takes nothing but a store; another host is"
                        + " versori+https://host/api/v2?store=STORE");
            }
            builder.store(endpoint.host());
        } else {
            String store = url.parameters().get("store");
            if (store == null) {
                throw wrong("a Versori URL names its store: ?store=ULID");
            }
            String http = url.scheme().substring("versori+".length());
            inTheOpen = http.equals("http") && !isThisMachine(endpoint.host());
            builder.baseUrl(http + "://" + endpoint + url.path()).store(store);
        }
        String encoding = url.parameters().get("encoding");
        if (encoding != null) {
            builder.valueEncoding(encoding(encoding));
        }
        String token = environment.get(VersoriBackend.TOKEN_VARIABLE);
        config.credentials().ifPresent(builder::credentials);
        if (config.credentials().isEmpty() && token != null && !token.isEmpty() && !inTheOpen) {
            builder.credentials(Credentials.token(token));
        }
        config.sslContext().ifPresent(builder::sslContext);
        config.proxy().ifPresent(builder::proxy);
        config.headers().forEach(builder::header);
        return builder.build();
    }

    private static boolean isThisMachine(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        return name.equals("localhost") || LOOPBACK.matcher(name).matches() || name.equals("[::1]");
    }

    private static ValueEncoding encoding(String name) {
        for (ValueEncoding encoding : ValueEncoding.values()) {
            if (encoding.name().equals(name.toUpperCase(Locale.ROOT))) {
                return encoding;
            }
        }
        throw wrong("the encoding of values is workflow or native");
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }
}
