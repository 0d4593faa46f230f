package dev.kvclient.spi;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The URL of a backend, taken apart: {@code scheme://host:port,host:port/path?name=value}, or {@code scheme:rest} for
 * backends that are not reached over a network. Immutable. {@link #toString()} gives scheme, hosts and ports only.
 *
 * @param scheme in lower case
 * @param endpoints the hosts in the order in which they are tried; empty for {@code scheme:rest}
 * @param path what follows the endpoints, with its leading slash; or what follows {@code scheme:}
 * @param parameters the query, decoded
 */
public record BackendUrl(String scheme, List<Endpoint> endpoints, String path, Map<String, String> parameters) {
    /** The names under which people put secrets into URLs, where they end in logs. */
    private static final Set<String> SECRETS = Set.of(
            "token",
            "jwt",
            "password",
            "passwd",
            "pwd",
            "secret",
            "apikey",
            "api_key",
            "api-key",
            "auth",
            "authorization",
            "access_token",
            "key",
            "credentials",
            "user",
            "username");

    /** A name, an address, or an IPv6 address in brackets. */
    private static final Pattern ENDPOINT =
            Pattern.compile("(?<host>\\[[0-9A-Za-z:.%]+]|[^\\s:\\[\\]\\\\]+)(?::(?<port>[0-9]{1,5}))?");

    /** Copies what it is given. */
    public BackendUrl {
        endpoints = List.copyOf(endpoints);
        parameters = Map.copyOf(parameters);
    }

    /**
     * One host.
     *
     * @param host a name or an address, an IPv6 address in brackets
     * @param port the port, or -1 if none is given
     */
    public record Endpoint(String host, int port) {
        /** The same endpoint, with this port if it has none. */
        public Endpoint orPort(int defaultPort) {
            return port >= 0 ? this : new Endpoint(host, defaultPort);
        }

        @Override
        public String toString() {
            return port < 0 ? host : host + ":" + port;
        }
    }

    /**
     * Takes a URL apart.
     *
     * @throws KvRequestException if it is not one, or if it carries a user or a secret; the message does not repeat it
     */
    public static BackendUrl parse(String url) {
        int colon = url.indexOf(':');
        if (colon <= 0 || !url.substring(0, colon).matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            throw wrong("a backend URL begins with a scheme, as in memory: or kuzzle://localhost:7512");
        }
        String scheme = url.substring(0, colon).toLowerCase(Locale.ROOT);
        String rest = url.substring(colon + 1);
        if (rest.indexOf('#') >= 0) {
            throw wrong("a backend URL has no fragment");
        }
        int question = rest.indexOf('?');
        Map<String, String> parameters = question < 0 ? Map.of() : parameters(rest.substring(question + 1));
        String hierarchy = question < 0 ? rest : rest.substring(0, question);
        if (!hierarchy.startsWith("//")) {
            if (hierarchy.indexOf('@') >= 0) {
                throw wrong("credentials do not belong into a URL: give them to the builder");
            }
            return new BackendUrl(scheme, List.of(), hierarchy, parameters);
        }
        int slash = hierarchy.indexOf('/', 2);
        String authority = slash < 0 ? hierarchy.substring(2) : hierarchy.substring(2, slash);
        if (authority.indexOf('@') >= 0) {
            throw wrong("credentials do not belong into a URL: give them to the builder");
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (String part : authority.split(",", -1)) {
            endpoints.add(endpoint(part));
        }
        return new BackendUrl(scheme, endpoints, slash < 0 ? "" : hierarchy.substring(slash), parameters);
    }

    /**
     * Fails if there is a parameter of another name.
     *
     * @param known the names that the adapter understands
     */
    public void requireOnly(Set<String> known) {
        for (String name : parameters.keySet()) {
            if (!known.contains(name)) {
                throw wrong("the URL parameter '" + name + "' is unknown to " + scheme + "; known are " + known);
            }
        }
    }

    private static Map<String, String> parameters(String query) {
        Map<String, String> found = new LinkedHashMap<>();
        for (String part : query.split("&", -1)) {
            if (part.isEmpty()) {
                continue;
            }
            int equals = part.indexOf('=');
            String name = decode(equals < 0 ? part : part.substring(0, equals));
            if (SECRETS.contains(name.toLowerCase(Locale.ROOT))) {
                throw wrong("the URL parameter '" + name + "' looks like a secret: give credentials to the builder");
            }
            found.put(name, equals < 0 ? "" : decode(part.substring(equals + 1)));
        }
        return found;
    }

    private static String decode(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw wrong("the query of the URL is not well encoded");
        }
    }

    private static Endpoint endpoint(String text) {
        Matcher matcher = ENDPOINT.matcher(text);
        if (!matcher.matches()) {
            throw wrong("a backend URL names a host and perhaps a port, as in kuzzle://localhost:7512");
        }
        String port = matcher.group("port");
        if (port == null) {
            return new Endpoint(matcher.group("host"), -1);
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > 65_535) {
            throw wrong("a port is a number from 1 to 65535");
        }
        return new Endpoint(matcher.group("host"), number);
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }

    /** Scheme, hosts and ports: nothing that could be a secret. */
    @Override
    public String toString() {
        return endpoints.isEmpty()
                ? scheme + ":" + path
                : scheme + "://" + endpoints.stream().map(Endpoint::toString).collect(Collectors.joining(","));
    }
}
