package dev.kvclient.internal.memory;

import dev.kvclient.MemoryBackend;
import dev.kvclient.internal.engine.Failures;
import dev.kvclient.spi.BackendConfig;
import dev.kvclient.spi.BackendUrl;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.spi.KvProvider;
import java.util.Set;

/** Makes the backend of {@code memory:} and {@code memory:name}. */
public final class MemoryProvider implements KvProvider {
    /** For {@link java.util.ServiceLoader}. */
    public MemoryProvider() {}

    @Override
    public Set<String> schemes() {
        return Set.of("memory");
    }

    @Override
    public KvBackend create(BackendUrl url, BackendConfig config) {
        if (!url.endpoints().isEmpty()) {
            throw Failures.wrong("a backend in memory has no host: memory: or memory:name");
        }
        url.requireOnly(Set.of());
        if (!config.isEmpty()) {
            throw Failures.wrong("a backend in memory takes no credentials, TLS, proxy or headers");
        }
        return url.path().isEmpty()
                ? MemoryBackend.create()
                : MemoryBackend.builder().name(url.path()).build();
    }
}
