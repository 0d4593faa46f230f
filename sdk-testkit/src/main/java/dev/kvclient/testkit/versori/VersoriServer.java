package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import mockwebserver3.MockWebServer;
import org.jspecify.annotations.Nullable;

/**
 * The KV service of the Versori platform in this process, for tests: a real HTTP/1.1 server (MockWebServer) on the
 * loopback address, with all ten operations of the platform's public API description over a memory of its own.
 *
 * <pre>{@code
 * try (VersoriServer server = VersoriServer.builder().token("secret").start()) {
 *     connect(server.url(), "secret");
 *     server.faults().on(Faults.operation(Operation.SET_KV), Fault.dropAfterExecuting()).once();
 * }
 * }</pre>
 *
 * <p>The description says which operations there are and what their bodies look like. What it leaves open is decided
 * here so that a client which guesses is found out:
 *
 * <ul>
 *   <li>Error codes are this server's own; {@code key_not_found} and {@code store_not_found} are both 404. A body that
 *       cannot be read is 400, one that asks for what is not allowed 422, both with {@code fields}.
 *   <li>A key that a URL cannot carry is refused in a path (400), and {@code GET} or the like on {@code /kv/batch},
 *       {@code /kv/list} and {@code /kv/count} is 405.
 *   <li>A condition that does not hold is a 200 with {@code committed} false and no versionstamp, in a batch too. A
 *       delete whose {@code ifVersionstamp} does not hold is a 200 that deletes nothing. {@code overwrite} false leaves
 *       an existing key as it is.
 *   <li>A key keeps its place in listings and its {@code createdAt} when it is overwritten; expiry, metadata and
 *       versionstamp are those of the last write.
 *   <li>{@code refreshOnAccess} begins the life anew at each get, single or in a batch.
 *   <li>A metadata filter holds if the metadata contains it; {@code createdAfter} and {@code createdBefore} do not
 *       include the moment itself.
 *   <li>A batch get gives its entries newest first, whatever the order of the keys, and a repeated key once.
 * </ul>
 *
 * <p>Safe for several threads. After {@link #close()} none of its threads is left. MockWebServer's own threads, named
 * {@code MockWebServer ...}, are no daemons: a server that is never closed keeps the JVM alive. What may idle on for a
 * minute, once a process and as a daemon, is {@code Okio Watchdog}, which Okio keeps for timeouts.
 */
public final class VersoriServer implements AutoCloseable {

    /** Closing takes milliseconds; this bounds a machine in trouble. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final String DESCRIPTION = "versori-kv.openapi.yaml";

    private final String organisation;
    private final String storeId;
    private final boolean gzip;
    private final @Nullable SSLContext tls;
    private final Faults faults;
    private final Counters counters = new Counters();
    private final Platform platform;
    private final Service service;
    private final ScheduledThreadPoolExecutor timer;
    private final Thread[] timerThread = new Thread[1];
    private volatile int port;
    private volatile @Nullable LoopbackSockets sockets;
    private @Nullable MockWebServer web;
    private @Nullable Front front;
    private boolean closed;

    VersoriServer(VersoriServerBuilder settings) {
        organisation = settings.organisation;
        gzip = settings.gzip;
        tls = settings.tls;
        port = settings.port;
        faults = new Faults(settings.seed);
        Ulids ulids = new Ulids(settings.seed);
        platform = new Platform(organisation, settings.clock, ulids);
        String id = settings.storeId == null ? ulids.next(settings.clock.get()) : settings.storeId;
        String name = settings.storeName == null ? "ORG_" + organisation : settings.storeName;
        storeId = platform.add(id, name);
        Operations operations = new Operations(
                platform, organisation, new Operations.Manner(settings.omitCommitted, settings.decimalCount));
        service = new Service(operations, counters, settings.clock, settings.listeners, settings.authorized);
        timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "versori-server-timer");
            thread.setDaemon(true);
            timerThread[0] = thread;
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
    }

    /**
     * Starts a server on a free port, open to everyone.
     *
     * @return the running server
     * @throws UncheckedIOException when no port could be bound
     */
    public static VersoriServer start() {
        return builder().start();
    }

    /** Returns a builder with the default settings. */
    public static VersoriServerBuilder builder() {
        return new VersoriServerBuilder();
    }

    /** Returns the OpenAPI description that the server keeps to, as YAML. Its paths have no {@code /api/v2}. */
    public static String description() {
        try (InputStream stream = VersoriServer.class.getResourceAsStream(DESCRIPTION)) {
            return new String(
                    Objects.requireNonNull(stream, DESCRIPTION + " is missing").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(DESCRIPTION + " cannot be read", unreadable);
        }
    }

    /** Returns the port, the same over every {@link #restart()}. */
    public int port() {
        return port;
    }

    /**
     * Returns the address of the first store for a client:
     * {@code versori+http://127.0.0.1:port/api/v2?store=ULID}, or {@code versori+https://...} with TLS.
     */
    public String url() {
        return "versori+" + baseUrl() + "?store=" + storeId;
    }

    /** Returns what the paths of the operations are appended to: {@code http://127.0.0.1:port/api/v2}. */
    public String baseUrl() {
        return (tls == null ? "http" : "https") + "://127.0.0.1:" + port() + Route.BASE;
    }

    /** Returns the id of the organisation; others are unknown (404). */
    public String organisation() {
        return organisation;
    }

    /** Returns the id of the first store, a ULID in upper case. */
    public String storeId() {
        return storeId;
    }

    /** Returns the switches that make it fail. */
    public Faults faults() {
        return faults;
    }

    /** Tells a listener of every request from now on. */
    public void listen(ExchangeListener listener) {
        service.listen(listener);
    }

    /**
     * Accepts from now on who shows that token, as {@code Authorization: Bearer} or {@code Authorization: JWT}.
     *
     * @param token the one token; what was accepted before no longer is
     */
    public void token(String token) {
        service.authorize(VersoriServerBuilder.byToken(token));
    }

    /**
     * Accepts from now on who passes the test; everybody else is answered 401.
     *
     * @param test called on the threads of the server
     */
    public void authorize(Predicate<ShownCredentials> test) {
        service.authorize(test);
    }

    /** Returns how many whole requests have arrived, whatever became of them. */
    public long requestsSeen() {
        return counters.requests();
    }

    /** Returns how many requests for an operation have arrived, whatever became of them. */
    public long requestsSeen(Operation operation) {
        return counters.seen(operation);
    }

    /** Returns how many requests for an operation were executed without an error, answered or not. */
    public long executed(Operation operation) {
        return counters.executed(operation);
    }

    /** Returns how many writes took effect, each entry of a batch counted, in all stores. */
    public long commits() {
        return platform.commits();
    }

    /** Returns how many connections were accepted since the first start. */
    public long connectionsAccepted() {
        return counters.connections();
    }

    /** Returns how many connections are open now. */
    public int connections() {
        LoopbackSockets accepted = sockets;
        return accepted == null ? 0 : accepted.openCount();
    }

    /**
     * Makes a store, past network and faults.
     *
     * @return its id
     * @throws IllegalArgumentException if there is one of that name
     */
    public String createStore(String name) {
        try {
            return platform.create(organisation, name);
        } catch (Refused refused) {
            throw new IllegalArgumentException(refused);
        }
    }

    /**
     * Writes into the first store, past network and faults.
     *
     * @param key the segments
     * @param json the value, as JSON
     * @return the versionstamp
     * @throws IllegalArgumentException if that is no JSON
     */
    public String put(List<String> key, String json) {
        return put(storeId, key, json);
    }

    /** Writes into any store, as {@link #put(List, String)} does. */
    public String put(String store, List<String> key, String json) {
        try {
            return platform.put(store, key, Body.json(json));
        } catch (JsonProcessingException notJson) {
            throw new IllegalArgumentException("the value is no JSON", notJson);
        }
    }

    /** Returns what the first store has under a key, as JSON, past network and faults; no access for its expiry. */
    public Optional<String> value(List<String> key) {
        return value(storeId, key);
    }

    /** Returns what any store has under a key, as {@link #value(List)} does. */
    public Optional<String> value(String store, List<String> key) {
        return platform.value(store, key);
    }

    /** Returns the number of keys in the first store. */
    public long keyCount() {
        return keyCount(storeId);
    }

    /** Returns the number of keys in any store. */
    public long keyCount(String store) {
        return platform.count(store);
    }

    /** Empties all stores. They stay, and versionstamps go on. */
    public void clearData() {
        platform.clear();
    }

    /** Cuts every connection; the server goes on. */
    public void dropConnections() {
        LoopbackSockets accepted = sockets;
        if (accepted != null) {
            accepted.cutAll();
        }
    }

    /**
     * Stops listening and cuts every connection, as a killed server does; requests kept back or delayed are lost,
     * stores and data stay. Does nothing when stopped.
     */
    public synchronized void stop() {
        MockWebServer running = web;
        Front answering = front;
        LoopbackSockets accepted = sockets;
        if (running == null || answering == null || accepted == null) {
            return;
        }
        web = null;
        front = null;
        sockets = null;
        answering.stop();
        running.close();
        try {
            accepted.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        timer.getQueue().clear();
        faults.forgetHeld();
    }

    /**
     * Starts again on the same port, with stores and data as they are; stops first when running.
     *
     * @throws UncheckedIOException when someone else has taken the port
     * @throws IllegalStateException after {@link #close()}
     */
    public synchronized void restart() {
        if (closed) {
            throw new IllegalStateException("the server is closed");
        }
        stop();
        open();
    }

    /** Stops for good, within a few seconds at most. Does nothing when closed. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        stop();
        timer.shutdownNow();
        Thread last = timerThread[0];
        try {
            if (last != null) {
                last.join(PATIENCE.toMillis());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    synchronized void open() {
        MockWebServer opened = new MockWebServer();
        LoopbackSockets accepting = new LoopbackSockets(faults, counters);
        Front answering = new Front(opened, accepting, service, faults, counters, timer, gzip);
        opened.setServerSocketFactory(accepting);
        opened.setDispatcher(answering);
        opened.setProtocolNegotiationEnabled(false);
        if (tls != null) {
            opened.useHttps(tls.getSocketFactory());
        }
        try {
            opened.start(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port);
        } catch (IOException failed) {
            opened.close();
            throw new UncheckedIOException("port " + port + " could not be bound", failed);
        }
        port = opened.getPort();
        web = opened;
        front = answering;
        sockets = accepting;
    }
}
