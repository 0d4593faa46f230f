package dev.kvclient.versori.internal;

import dev.kvclient.versori.ValueEncoding;
import dev.kvclient.versori.VersoriAuth;
import dev.kvclient.versori.VersoriScope;
import java.net.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;

/**
 * What a {@link dev.kvclient.versori.VersoriBackend.Builder} has collected; each part is described there. No record:
 * the headers may hold secrets, which its text form would show.
 */
public final class VersoriSettings {
    final HttpUrl base;
    final Optional<String> store;
    final Optional<VersoriScope> scope;
    final Optional<VersoriAuth> auth;
    final ValueEncoding encoding;
    final int batchSize;
    final int windowRequests;
    final long windowBytes;
    final Duration answerTimeout;
    final long maxAnswerBytes;
    final int compareAndSetRounds;
    final Optional<OkHttpClient> client;
    final Optional<SSLContext> sslContext;
    final Optional<Proxy> proxy;
    final Map<String, String> headers;

    /** Collects the parts. */
    public VersoriSettings(
            HttpUrl base,
            Optional<String> store,
            Optional<VersoriScope> scope,
            Optional<VersoriAuth> auth,
            ValueEncoding encoding,
            int batchSize,
            int windowRequests,
            long windowBytes,
            Duration answerTimeout,
            long maxAnswerBytes,
            int compareAndSetRounds,
            Optional<OkHttpClient> client,
            Optional<SSLContext> sslContext,
            Optional<Proxy> proxy,
            Map<String, String> headers) {
        this.base = base;
        this.store = store;
        this.scope = scope;
        this.auth = auth;
        this.encoding = encoding;
        this.batchSize = batchSize;
        this.windowRequests = windowRequests;
        this.windowBytes = windowBytes;
        this.answerTimeout = answerTimeout;
        this.maxAnswerBytes = maxAnswerBytes;
        this.compareAndSetRounds = compareAndSetRounds;
        this.client = client;
        this.sslContext = sslContext;
        this.proxy = proxy;
        this.headers = Map.copyOf(headers);
    }

    /** The server as it is shown: scheme, host and port. */
    String endpoint() {
        boolean usual = base.port() == HttpUrl.defaultPort(base.scheme());
        String host = base.host().indexOf(':') < 0 ? base.host() : "[" + base.host() + "]";
        return "versori+" + base.scheme() + "://" + host + (usual ? "" : ":" + base.port());
    }
}
