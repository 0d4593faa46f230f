package dev.kvclient.testkit.contract;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.Capabilities;
import dev.kvclient.Capability;
import dev.kvclient.KvClient;
import dev.kvclient.Scan;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What the cases share: the client of a test, its keys, the hooks that an adapter's author overrides. */
abstract class ContractSupport {
    /** 30 s: what takes longer than any deadline of a case hangs. */
    static final long PATIENCE_SECONDS = 30;

    /** 400 ms: short to wait for, long beside a round trip. */
    static final Duration SHORT = Duration.ofMillis(400);

    /** 1 h: does not end within a test. */
    static final Duration LONG = Duration.ofHours(1);

    private static final Pattern CLIENT_THREAD = Pattern.compile("kvclient-\\d+-.*");
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String RUN =
            Long.toHexString(ThreadLocalRandom.current().nextLong(0x1000_0000L));

    private final Set<String> keys = new LinkedHashSet<>();
    private String namespace = "";
    private @Nullable KvClient client;

    // What an adapter's author gives.

    /** Opens a client with the settings to test. Each client of a test sees what the others have stored. */
    protected abstract KvClient open();

    /**
     * What each key of a test begins with: different for each test, so that the suite may run against a server that
     * others use as well. Without characters that mean something in a pattern.
     */
    protected String newNamespace() {
        return "kvc-" + RUN + "-" + NUMBER.incrementAndGet() + ":";
    }

    /**
     * How many requests the backend has seen up to now; empty if that cannot be told. Where it can, the suite looks
     * that what is refused by the client never gets there.
     */
    protected OptionalLong requestsSeen() {
        return OptionalLong.empty();
    }

    /** Lets time pass, for the client and for the backend. Really waits, unless overridden. */
    protected void advance(Duration by) {
        pause(by);
    }

    /** The time by the clock of the client; that of the machine unless overridden. */
    protected Instant now() {
        return Instant.now();
    }

    /**
     * Whether nobody else uses the backend, so that a test may clear it and count all its keys. Not unless overridden.
     */
    protected boolean ownsBackend() {
        return false;
    }

    /**
     * Stores a JSON null under the key, past this client, which would refuse to.
     *
     * @return false if the backend has no such thing; then there is nothing to test
     */
    protected boolean storeNull(String key) {
        return false;
    }

    /**
     * Makes the backend receive requests without answering, until the result is closed; then it answers them.
     *
     * @return empty if it cannot be told to; then the cases about waiting are left out
     */
    protected Optional<AutoCloseable> holdAnswers() {
        return Optional.empty();
    }

    /** The largest counter that the backend tells exactly. */
    protected long largestCounter() {
        return Long.MAX_VALUE;
    }

    /** Values that must come back equal, with the types to read them as. */
    protected List<Sample<?>> samples() {
        return Samples.all();
    }

    /** Ends of keys that must work although some layer might stumble over them. */
    protected List<String> awkwardNames() {
        return Samples.awkwardNames();
    }

    /** Whether a thread belongs to a client, and so must be gone when that is closed. */
    protected boolean isClientThread(Thread thread) {
        return CLIENT_THREAD.matcher(thread.getName()).matches();
    }

    // What the cases use.

    @BeforeEach
    void openClient() {
        namespace = newNamespace();
        client = open();
    }

    @AfterEach
    void removeKeysAndClose() {
        try (KvClient kv = client()) {
            if (can(Capability.DELETE_PREFIX)) {
                kv.deletePrefix(namespace);
            } else {
                kv.deleteAll(keys).orThrow();
            }
        }
    }

    final KvClient client() {
        if (client == null) {
            throw new IllegalStateException("no client is open");
        }
        return client;
    }

    final String namespace() {
        return namespace;
    }

    final String key(String name) {
        String key = namespace + name;
        keys.add(key);
        return key;
    }

    /** The keys of this test alone. */
    final Scan mine() {
        return Scan.prefix(namespace);
    }

    final boolean can(Capability capability) {
        return client().capabilities().supports(capability);
    }

    final Capabilities capabilities() {
        return client().capabilities();
    }

    /**
     * Whether a capability is there. If it is not, the blocking and the asynchronous way to ask for it must be refused,
     * naming it, before anything is sent.
     */
    final boolean supported(Capability capability, ThrowingCallable blocking, Supplier<CompletableFuture<?>> async) {
        if (can(capability)) {
            return true;
        }
        refused(capability, blocking);
        OptionalLong before = requestsSeen();
        unsupported(capability, failureOf(KvUnsupportedException.class, async.get()));
        assertThat(requestsSeen()).isEqualTo(before);
        return false;
    }

    final void refused(Capability capability, ThrowingCallable blocking) {
        OptionalLong before = requestsSeen();
        unsupported(capability, failureOf(KvUnsupportedException.class, blocking));
        assertThat(requestsSeen()).isEqualTo(before);
    }

    private static void unsupported(Capability capability, KvUnsupportedException e) {
        assertThat(e.capability()).contains(capability);
        assertThat(e).hasMessageContaining(capability.name());
        notSent(e);
    }

    static void notSent(KvException e) {
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e.attempts()).isZero();
    }

    /** Has the client refuse something, blocking and asynchronously, before it is sent. */
    final <X extends KvException> X refusedBoth(
            Class<X> type, ThrowingCallable blocking, Supplier<CompletableFuture<?>> async) {
        OptionalLong before = requestsSeen();
        X first = failureOf(type, blocking);
        notSent(first);
        notSent(failureOf(type, async.get()));
        assertThat(requestsSeen()).isEqualTo(before);
        return first;
    }

    static <X extends KvException> X failureOf(Class<X> type, ThrowingCallable blocking) {
        return assertThatExceptionOfType(type).isThrownBy(blocking).actual();
    }

    static <X extends KvException> X failureOf(Class<X> type, CompletableFuture<?> future) {
        ExecutionException e = assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> future.get(PATIENCE_SECONDS, SECONDS))
                .actual();
        assertThat(e.getCause()).isInstanceOf(type);
        return Objects.requireNonNull(type.cast(e.getCause()));
    }

    static <T> T await(CompletableFuture<T> future) {
        try {
            return future.get(PATIENCE_SECONDS, SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("the future did not end well", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
    }

    static void eventually(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - end).as(what).isNegative();
            pause(Duration.ofMillis(2));
        }
    }

    static void pause(Duration time) {
        new CompletableFuture<@Nullable Void>()
                .completeOnTimeout(null, time.toMillis(), MILLISECONDS)
                .join();
    }

    static <T> T present(Map<String, T> map, String key) {
        assertThat(map).containsKey(key);
        return Objects.requireNonNull(map.get(key));
    }

    /** A null where none may be. */
    @SuppressWarnings({"NullAway", "TypeParameterUnusedInFormals"})
    static <T> T nothing() {
        return null;
    }
}
