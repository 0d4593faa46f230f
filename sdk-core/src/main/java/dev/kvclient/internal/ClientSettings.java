package dev.kvclient.internal;

import dev.kvclient.Batching;
import dev.kvclient.Capability;
import dev.kvclient.KvListener;
import dev.kvclient.Ordering;
import dev.kvclient.RetryPolicy;
import dev.kvclient.SetOptions;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.offline.OfflineOptions;
import dev.kvclient.spi.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What a {@link dev.kvclient.KvClientBuilder} has collected; each part is described there. */
public record ClientSettings(
        Duration timeout,
        Duration connectTimeout,
        Duration closeTimeout,
        RetryPolicy retry,
        KvCodec codec,
        Ordering ordering,
        Batching batching,
        SetOptions defaults,
        int maxOutstanding,
        long maxOutstandingBytes,
        OfflineOptions offline,
        boolean startOffline,
        @Nullable Executor callbackExecutor,
        @Nullable TimeSource time,
        List<KvListener> listeners,
        List<Capability> required) {}
