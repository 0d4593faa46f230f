package dev.kvclient.kuzzle.server;

import dev.kvclient.RawJson;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** What runs at a Kuzzle. Immutable. */
public interface KuzzleServerInfo {
    /** The version of Kuzzle, such as {@code 2.56.0}. */
    String version();

    /** The node of the cluster that has answered. A server without a cluster names none. */
    Optional<String> node();

    /** The version of its Node.js, such as {@code v20.20.2}. */
    Optional<String> nodeVersion();

    /** For how long it has been running. */
    Optional<Duration> uptime();

    /** The memory that its process takes, in bytes. */
    OptionalLong memoryUsed();

    /** The versions of the services behind it that tell theirs, such as {@code memoryStorage}, by their names. */
    Map<String, String> serviceVersions();

    /**
     * All that it tells, as a map: {@code kuzzle} (routes, plugins, processors, ..) and {@code services}. Some 70 kB of
     * JSON, read each time.
     */
    Map<String, @Nullable Object> map();

    /** All that it tells, as it came. */
    RawJson json();
}
