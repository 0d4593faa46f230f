package dev.kvclient.transport;

import java.net.URI;

/** What the parts of an endpoint's URL mean. */
final class Endpoints {
    private static final int WS_PORT = 80;
    private static final int WSS_PORT = 443;
    private static final int LAST_PORT = 65_535;

    private Endpoints() {}

    /** Refuses what is not an endpoint, without repeating what may be a secret. */
    static URI check(URI uri) {
        if (!"ws".equals(uri.getScheme()) && !"wss".equals(uri.getScheme())) {
            throw new IllegalArgumentException("an endpoint's scheme is ws or wss, not " + uri.getScheme());
        }
        if (uri.getRawUserInfo() != null) {
            throw new IllegalArgumentException("an endpoint takes no user information");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("an endpoint needs a host name or address");
        }
        if (uri.getPort() == 0 || uri.getPort() > LAST_PORT) {
            throw new IllegalArgumentException("no such port: " + uri.getPort());
        }
        if (uri.getRawFragment() != null) {
            throw new IllegalArgumentException("an endpoint takes no fragment");
        }
        return uri;
    }

    static boolean isTls(URI uri) {
        return "wss".equals(uri.getScheme());
    }

    /** The host, an IPv6 address without its brackets. */
    static String host(URI uri) {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    static int port(URI uri) {
        if (uri.getPort() != -1) {
            return uri.getPort();
        }
        return isTls(uri) ? WSS_PORT : WS_PORT;
    }

    /** Whether a host is an IP address, which has no place in TLS' server name indication. */
    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    /** Scheme, host and port; path and query may hold secrets. */
    static String show(URI uri) {
        return uri.getScheme() + "://" + uri.getHost() + ":" + port(uri);
    }
}
