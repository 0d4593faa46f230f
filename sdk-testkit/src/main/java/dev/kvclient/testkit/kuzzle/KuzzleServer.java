package dev.kvclient.testkit.kuzzle;

import dev.kvclient.testkit.kuzzle.ms.MemoryStorage;
import dev.kvclient.testkit.websocket.LoopbackSockets;
import dev.kvclient.testkit.websocket.NamedThreads;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A Kuzzle 2.56 in this process, for tests: a real WebSocket server on the loopback address, over a memory storage of
 * its own. It gives the answers that were recorded from a real one: for all 118 actions of the memory storage, and for
 * those of other controllers that a client of it needs; what else there is in a Kuzzle is answered as unknown (404).
 * Requests of one connection are executed in their order.
 *
 * <pre>{@code
 * try (KuzzleServer server = KuzzleServer.start()) {
 *     connect(server.url());
 *     server.faults().on(Faults.action("set"), Fault.dropAfterExecuting()).once();
 * }
 * }</pre>
 *
 * <p>Safe for several threads. All its threads are daemons, and none is left after {@link #close()}.
 */
public final class KuzzleServer implements AutoCloseable {

    /** Closing takes milliseconds; this bounds a machine in trouble. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final KuzzleServerBuilder settings;
    private final Faults faults = new Faults();
    private final Counters counters = new Counters();
    private final MemoryStorage storage;
    private final Accounts accounts;
    private final TokenLinks links;
    private final Dispatcher dispatcher;
    /** 10 ms: an answer, or word of an expired token, that came so late has harmed no test. */
    private static final long REMIND_MILLIS = 10;

    private final NamedThreads timerThreads = new NamedThreads("kuzzle-server-timer");
    private final ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, timerThreads);
    private final HttpFront httpFront;
    private int port;
    private int httpPort;
    private @Nullable Listener listener;
    private @Nullable HttpListener httpListener;
    private @Nullable ScheduledFuture<?> idleSweep;
    private @Nullable ScheduledFuture<?> reminder;
    private @Nullable ScheduledFuture<?> expiry;
    private boolean closed;

    KuzzleServer(KuzzleServerBuilder settings) {
        this.settings = settings;
        this.port = settings.port;
        Clock clock = settings.clock;
        storage = new MemoryStorage(clock);
        accounts = new Accounts(clock);
        links = new TokenLinks(clock, settings.realtimeNotifications);
        settings.users.forEach(accounts::add);
        accounts.restrict(!settings.anonymousAllowed);
        Controller ms = new MemoryStorageController(storage);
        Map<String, Controller> controllers = Map.of(
                "ms",
                ms,
                "memoryStorage",
                ms,
                "auth",
                new AuthController(accounts, links, settings.tokenLife),
                "security",
                new SecurityController(accounts, clock),
                "server",
                new ServerController(accounts, clock),
                "index",
                new StorageController("create"),
                "collection",
                new StorageController("create"),
                "realtime",
                new StorageController("subscribe"));
        scheduler.setRemoveOnCancelPolicy(true);
        Funnel funnel = new Funnel(accounts, controllers, counters, links);
        dispatcher = new Dispatcher(funnel, faults, counters, scheduler);
        httpFront = new HttpFront(funnel, faults, counters, scheduler);
    }

    /**
     * Starts a server on a free port, open to everyone.
     *
     * @return the running server
     * @throws java.io.UncheckedIOException when no port could be bound
     */
    public static KuzzleServer start() {
        return builder().start();
    }

    /** Returns a builder with the default settings. */
    public static KuzzleServerBuilder builder() {
        return new KuzzleServerBuilder();
    }

    /** Returns the port, the same over every {@link #restart()}. */
    public synchronized int port() {
        return port;
    }

    /** Returns the address for a client: {@code kuzzle://127.0.0.1:port}, or {@code kuzzles://...} with TLS. */
    public String url() {
        return (settings.tls == null ? "kuzzle" : "kuzzles") + "://127.0.0.1:" + port();
    }

    /**
     * Returns the address for a client over HTTP: {@code kuzzle+http://127.0.0.1:port}, or {@code kuzzle+https://...}
     * with TLS. Its port is the same over every {@link #restart()}.
     *
     * <p>There, faults that end the connection reset it, whatever the close code. Those that send more than one answer
     * send one. {@link Fault#answerNotJson()} is a 502 with HTML, as a proxy makes it. The limit of logins does not
     * apply: each request may come on a connection of its own.
     *
     * @throws IllegalStateException if the server was not built with {@link KuzzleServerBuilder#http()}
     */
    public synchronized String httpUrl() {
        if (!settings.http) {
            throw new IllegalStateException("the server was built without http()");
        }
        return (settings.tls == null ? "kuzzle+http" : "kuzzle+https") + "://127.0.0.1:" + httpPort;
    }

    /** Returns the switches that make it fail. */
    public Faults faults() {
        return faults;
    }

    /** Returns how many requests have arrived; pings and frames that are no request do not count. */
    public long requestsReceived() {
        return counters.requests();
    }

    /**
     * Returns how many requests for an action of the memory storage were executed without an error, answered or not.
     *
     * @param action {@code set}, for instance; the members of a transaction do not count, {@code mexecute} does
     */
    public long executed(String action) {
        return executed("ms", action);
    }

    /** Returns how many requests for an action were executed without an error, answered or not. */
    public long executed(String controller, String action) {
        return counters.ofAction(controller, action);
    }

    /** Returns how many connections were upgraded since the first start. */
    public long connectionsAccepted() {
        return counters.connections();
    }

    /** Returns how many connections are open now. */
    public synchronized int connections() {
        return listener == null ? 0 : listener.connections();
    }

    /** Returns what the storage has under a key that holds a string, past network and faults. */
    public Optional<String> value(String key) {
        return Optional.ofNullable(storage.text(key));
    }

    /** Returns the number of keys in the storage. */
    public int keyCount() {
        return storage.size();
    }

    /** Empties the storage. Users and tokens stay. */
    public void clearData() {
        storage.clear();
    }

    /** Makes every token invalid that was given out so far, as after a loss of Redis. */
    public void revokeTokens() {
        accounts.revokeAll();
    }

    /**
     * Opens the server to the anonymous user, or closes it.
     *
     * @param allowed false leaves it {@code login}, {@code checkToken} and the like
     */
    public void anonymousAllowed(boolean allowed) {
        accounts.restrict(!allowed);
    }

    /**
     * Sends every open WebSocket connection something that nobody has asked for, such as a notification.
     *
     * <p>A connection is open for certain once it has had an answer.
     *
     * @param json what is sent, as it is
     * @return to how many connections
     */
    public synchronized int push(String json) {
        Objects.requireNonNull(json, "json");
        return listener == null ? 0 : listener.push(json);
    }

    /** Cuts every connection, without a close frame; the server goes on. */
    public synchronized void dropConnections() {
        if (listener != null) {
            listener.cutAll();
        }
        if (httpListener != null) {
            httpListener.cutAll();
        }
    }

    /**
     * Stops listening and cuts every connection, as a killed server does; requests kept back or delayed are lost, data,
     * users and tokens stay. Does nothing when stopped.
     */
    public synchronized void stop() {
        if (idleSweep != null) {
            idleSweep.cancel(false);
            idleSweep = null;
        }
        if (reminder != null) {
            reminder.cancel(false);
            reminder = null;
        }
        if (expiry != null) {
            expiry.cancel(false);
            expiry = null;
        }
        if (listener != null) {
            listener.halt();
            listener = null;
        }
        if (httpListener != null) {
            httpListener.halt();
            httpListener = null;
        }
        faults.forgetHeld();
    }

    /**
     * Starts again on the same ports, with data, users and tokens as they are; stops first when running.
     *
     * @throws java.io.UncheckedIOException when someone else has taken the port
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
        scheduler.shutdownNow();
        awaitTimer();
    }

    synchronized void open() {
        LoopbackSockets sockets = new LoopbackSockets(
                "kuzzle-server",
                (adapter, drafts) -> new Connection(
                        adapter, drafts, faults.isSilent(), new RateLimit(settings.clock, settings.loginsPerSecond)),
                faults::refusesConnections,
                settings.tls);
        Listener opened = new Listener(
                port, settings.maxRequestSize, settings.idleTimeout, sockets, faults, counters, dispatcher);
        try {
            opened.open();
        } catch (RuntimeException failed) {
            opened.halt();
            throw failed;
        }
        port = opened.getPort();
        listener = opened;
        if (settings.http) {
            HttpListener http = new HttpListener(httpPort, settings.tls, settings.maxRequestSize, httpFront, faults);
            httpPort = http.port();
            httpListener = http;
            http.start();
        }
        Duration idle = settings.idleTimeout;
        long every = Math.max(1, Math.min(idle.toMillis() / 4, 1000));
        idleSweep = scheduler.scheduleWithFixedDelay(opened::cutIdle, every, every, TimeUnit.MILLISECONDS);
        reminder = scheduler.scheduleWithFixedDelay(
                opened::remindOfWriting, REMIND_MILLIS, REMIND_MILLIS, TimeUnit.MILLISECONDS);
        expiry = scheduler.scheduleWithFixedDelay(
                links::tellExpired, REMIND_MILLIS, REMIND_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void awaitTimer() {
        try {
            timerThreads.join(PATIENCE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
