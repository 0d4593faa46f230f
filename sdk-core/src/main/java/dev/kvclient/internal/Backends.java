package dev.kvclient.internal;

import dev.kvclient.internal.engine.Failures;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.BackendUrl;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.KvProvider;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeSet;

/** Finds the provider of a URL. */
public final class Backends {
    private Backends() {}

    /**
     * Makes the backend of a URL.
     *
     * @throws dev.kvclient.error.KvRequestException if no adapter knows its scheme; the message lists the schemes found
     */
    public static KvBackend create(String url, BackendConfig config) {
        BackendUrl parsed = BackendUrl.parse(url);
        Map<String, KvProvider> providers = new LinkedHashMap<>();
        // The class path or module path of the application, and where that is another one, of the library.
        for (ClassLoader loader :
                new ClassLoader[] {Thread.currentThread().getContextClassLoader(), KvProvider.class.getClassLoader()}) {
            for (KvProvider provider : ServiceLoader.load(KvProvider.class, loader)) {
                provider.schemes().forEach(scheme -> providers.putIfAbsent(scheme, provider));
            }
        }
        KvProvider provider = providers.get(parsed.scheme());
        if (provider == null) {
            throw Failures.wrong("no adapter knows the scheme '" + parsed.scheme() + "'; found are "
                    + new TreeSet<>(providers.keySet()) + " - is the adapter's artifact a dependency?");
        }
        return provider.create(parsed, config);
    }
}
