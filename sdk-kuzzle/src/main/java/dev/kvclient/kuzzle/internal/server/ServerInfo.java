package dev.kvclient.kuzzle.internal.server;

import dev.kvclient.KvType;
import dev.kvclient.RawJson;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.internal.Members;
import dev.kvclient.kuzzle.server.KuzzleServerInfo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What a server tells of itself.
 *
 * @param kuzzle the part about Kuzzle itself
 * @param all the whole
 */
record ServerInfo(
        String version,
        Optional<String> node,
        Members kuzzle,
        Map<String, String> serviceVersions,
        Members all,
        KvCodec codec)
        implements KuzzleServerInfo {
    private static final KvType<Map<String, @Nullable Object>> MAP = new KvType<>() {};

    ServerInfo {
        serviceVersions = Map.copyOf(serviceVersions);
    }

    @Override
    public Optional<String> nodeVersion() {
        return kuzzle.text("nodeVersion");
    }

    /** A text such as {@code 142.588327134s}. */
    @Override
    public Optional<Duration> uptime() {
        return kuzzle.text("uptime")
                .filter(text -> text.matches("\\d{1,15}(\\.\\d{1,12})?s"))
                .map(text -> new BigDecimal(text.substring(0, text.length() - 1)))
                .map(seconds -> Duration.ofSeconds(seconds.longValue())
                        .plusNanos(seconds.remainder(BigDecimal.ONE)
                                .movePointRight(9)
                                .longValue()));
    }

    @Override
    public OptionalLong memoryUsed() {
        return kuzzle.integer("memoryUsed");
    }

    @Override
    public Map<String, @Nullable Object> map() {
        try {
            return codec.decode(all.whole(), MAP).orElse(Map.of());
        } catch (KvException e) {
            throw e.with(f -> f.backend("kuzzle").operation("server:info"));
        }
    }

    @Override
    public RawJson json() {
        return RawJson.of(all.whole().text());
    }

    @Override
    public String toString() {
        return "KuzzleServerInfo[" + version + "]";
    }
}
