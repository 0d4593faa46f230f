package dev.kvclient.transport;

import dev.kvclient.error.KvException;
import dev.kvclient.spi.TimeSource;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.exceptions.WebsocketNotConnectedException;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt to connect and, if it succeeds, the one live socket that comes of it. It is never used again, so that
 * nothing of an old attempt can touch a new one.
 *
 * <p>A thread of its own opens the socket and then reads from it; the library adds one that writes. Whoever wants the
 * link to end closes the raw socket, upon which both threads fail at once, whatever they wait for. The reading thread
 * then settles.
 */
final class Link implements FrameChannel {
    private static final Logger LOG = LoggerFactory.getLogger(Link.class);

    /**
     * How long a close frame may take to leave. A writer that takes longer is stuck behind a server that does not read.
     */
    private static final Duration CLOSE_FRAME_BOUND = Duration.ofMillis(250);

    /** How long the server may take to answer a close frame with its own. */
    private static final Duration CLOSE_ANSWER_BOUND = Duration.ofMillis(500);

    /**
     * How long a thread whose socket was closed may take to end; only a look-up of a name or a callback takes longer.
     */
    private static final Duration THREAD_END_BOUND = Duration.ofSeconds(1);

    private final URI endpoint;
    private final WebSocketSettings settings;
    private final TimeSource time;
    private final Duration timeout;
    private final Owner owner;
    private final Thread thread;
    private final SendAccount account = new SendAccount();
    private final LinkStory story;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** Makes the order of numbers the order of frames. */
    private final Object sendLock = new Object();

    /** Guarded by {@link #sendLock}. */
    private long lastNumber;

    /** Likewise. */
    private final TextFrames frames = new TextFrames();

    /** Why it was ended here; the first reason counts. Written under this. */
    private volatile @Nullable KvException cause;

    /** Guarded by this. */
    private @Nullable Socket raw;

    /** What is there while the library runs. Set once, under this. */
    private volatile @Nullable Live live;

    private volatile boolean upgraded;
    private volatile boolean silenced;
    private TimeSource.@Nullable Cancellable timer;

    /** Whoever started the link. */
    interface Owner {
        /** The socket is upgraded. On the reading thread. */
        void upgraded(Link link);

        /** A message came. On the reading thread. */
        void received(Link link, byte[] utf8);

        /** It is over. Once, as the last call. */
        void ended(Link link, Loss loss);
    }

    /** The parts of a link past the opening. */
    private static final class Live {
        final WebSocketClient client;
        final WebSocketImpl engine;
        final JoiningStream out;
        final Pinger pinger;

        Live(WebSocketClient client, JoiningStream out, Pinger pinger) {
            this.client = client;
            this.engine = (WebSocketImpl) client.getConnection();
            this.out = out;
            this.pinger = pinger;
        }
    }

    /**
     * Prepares an attempt.
     *
     * @param endpoint where to
     * @param settings how
     * @param time the clock
     * @param timeout until {@link #connected()} must have been called
     * @param owner is told what happens
     */
    Link(URI endpoint, WebSocketSettings settings, TimeSource time, Duration timeout, Owner owner) {
        this.endpoint = endpoint;
        this.settings = settings;
        this.time = time;
        this.timeout = timeout;
        this.owner = owner;
        this.story = new LinkStory(endpoint);
        this.thread = new Thread(this::run, settings.threadName() + "-reader");
        this.thread.setDaemon(true);
    }

    /** Begins. */
    void start() {
        synchronized (this) {
            timer = time.schedule(timeout, () -> cut(Failures.connectTimeout(endpoint, timeout)));
        }
        thread.start();
    }

    /**
     * Ends the time for connecting and begins the pings.
     *
     * @return false if the link is cut already
     */
    boolean connected() {
        Live running = live;
        if (running == null || account.isCut()) {
            return false;
        }
        cancelTimer();
        running.pinger.start();
        return true;
    }

    /** Whether there was an upgrade, and so a channel that has to be told lost. */
    boolean upgraded() {
        return upgraded;
    }

    @Override
    public URI endpoint() {
        return endpoint;
    }

    @Override
    public boolean isOpen() {
        return !account.isCut();
    }

    @Override
    public long send(byte[] utf8, LongConsumer numbered) {
        int limit = settings.maxFrameBytes().orElse(Integer.MAX_VALUE);
        if (utf8.length > limit) {
            throw Failures.tooLarge(utf8.length, limit);
        }
        synchronized (sendLock) {
            Live running = live;
            if (running == null || account.isCut()) {
                throw Failures.channelCut(cause);
            }
            long number = lastNumber + 1;
            numbered.accept(number);
            lastNumber = number;
            if (running.engine.isOpen()) {
                // Into the library's own queue: its way there copies the frame into a text, for a log line that nobody
                // reads.
                running.engine.outQueue.add(frames.frame(utf8));
            } else {
                // The library has closed and this link is about to learn it. The frame has its number: the loss will
                // tell of it.
                LOG.debug("A frame came too late for {}", Endpoints.show(endpoint));
            }
            return number;
        }
    }

    @Override
    public void drop(KvException because) {
        silenced = true;
        cut(because);
    }

    private synchronized void blame(KvException because) {
        if (cause == null) {
            cause = because;
        }
    }

    /**
     * Cuts at once. If the thread is still opening the socket, it is left to itself: a look-up cannot be interrupted.
     */
    private void cut(KvException because) {
        blame(because);
        Socket socket;
        boolean opening;
        synchronized (this) {
            account.cut();
            socket = raw;
            opening = live == null;
        }
        if (socket != null) {
            SocketOpener.closeQuietly(socket);
        }
        if (opening) {
            end();
        }
    }

    /**
     * Ends the link, with a close frame if that can leave, and waits a bounded time for its threads unless called on
     * one.
     */
    void close() {
        boolean onReader = Thread.currentThread() == thread;
        if (!ended.get()) {
            KvException closed = Failures.closed();
            blame(closed);
            Live running = live;
            // One that is cut has no way out for a close frame any more.
            if (running != null && upgraded && !account.isCut()) {
                account.cut();
                running.client.close(CloseFrame.NORMAL, "");
                if (onReader) {
                    return; // It stops reading now, and settles.
                }
                awaitCloseHandshake(running.out);
            }
            cut(closed);
        }
        if (!onReader) {
            join(thread, THREAD_END_BOUND);
        }
    }

    private void awaitCloseHandshake(JoiningStream out) {
        try {
            if (out.closeFrameSent().await(CLOSE_FRAME_BOUND.toMillis(), TimeUnit.MILLISECONDS)) {
                thread.join(CLOSE_ANSWER_BOUND.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            SocketOpener.Opened socket = new SocketOpener(endpoint, settings, timeout, time, this::hold).open();
            Live running = enterLive(socket);
            if (running != null) {
                running.client.run();
            }
        } catch (IOException e) {
            blame(Failures.opening(endpoint, e));
        } catch (RuntimeException | Error e) {
            LOG.error("The connection to {} failed unexpectedly", Endpoints.show(endpoint), e);
            blame(Failures.broken("the connection failed unexpectedly", e));
        } finally {
            account.cut();
            stopThreads();
            end();
        }
    }

    private void hold(Socket socket) throws SocketException {
        synchronized (this) {
            if (!account.isCut()) {
                raw = socket;
                return;
            }
        }
        SocketOpener.closeQuietly(socket);
        throw new SocketException("given up");
    }

    private @Nullable Live enterLive(SocketOpener.Opened socket) {
        WatchedInput in = new WatchedInput(socket.in);
        story.readsFrom(in);
        Client client = new Client();
        JoiningStream out =
                new JoiningStream(socket.out, account, client::hasBufferedData, settings.threadName() + "-writer");
        client.setSocketFactory(new OneSocketFactory(new JoinedSocket(socket.raw, in, out)));
        Pinger pinger = new Pinger(
                time,
                settings.pingInterval(),
                settings.pingTimeout(),
                in::signsOfLife,
                () -> sendPing(client),
                () -> cut(Failures.broken("a ping was not answered in " + settings.pingTimeout(), null)));
        synchronized (this) {
            if (account.isCut()) {
                return null;
            }
            Live made = new Live(client, out, pinger);
            live = made;
            return made;
        }
    }

    private void sendPing(Client client) {
        try {
            client.sendPing();
        } catch (WebsocketNotConnectedException e) {
            LOG.debug("A ping came too late for {}", Endpoints.show(endpoint));
        }
    }

    private void deliver(byte[] utf8) {
        if (silenced) {
            return;
        }
        try {
            owner.received(this, utf8);
        } catch (RuntimeException e) {
            LOG.error(
                    "A message of {} could not be taken: {}",
                    Endpoints.show(endpoint),
                    e.getClass().getName());
            drop(Failures.broken("a message could not be taken", e));
        }
    }

    /** On the reading thread, which has nothing left to read. */
    private void stopThreads() {
        Live running = live;
        if (running == null) {
            closeRaw();
            return;
        }
        running.pinger.stop();
        // Usually closed by now; makes sure that the writer is told to end.
        running.client.closeConnection(CloseFrame.ABNORMAL_CLOSE, "");
        Thread writer = running.out.writer();
        if (writer != null) {
            // It may have a close frame to send.
            join(writer, CLOSE_FRAME_BOUND);
        }
        closeRaw();
        if (writer != null) {
            join(writer, THREAD_END_BOUND);
        }
    }

    private void closeRaw() {
        Socket socket;
        synchronized (this) {
            socket = raw;
        }
        if (socket != null) {
            SocketOpener.closeQuietly(socket);
        }
    }

    private void end() {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        cancelTimer();
        KvException because = cause;
        Loss loss;
        // Waits for a send that has passed the look at the cut, so that every number is given before the loss is told.
        synchronized (sendLock) {
            loss = story.loss(account.handedOver(), because, upgraded);
        }
        owner.ended(this, loss);
    }

    private void cancelTimer() {
        synchronized (this) {
            if (timer != null) {
                timer.cancel();
            }
        }
    }

    private static void join(Thread other, Duration bound) {
        try {
            other.join(bound.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The library's side of the link; its callbacks come on the reading thread or on the writing one. */
    private final class Client extends WebSocketClient {
        Client() {
            super(
                    endpoint,
                    new Utf8Draft(settings.maxIncomingBytes(), Link.this::deliver, story::status),
                    settings.headers());
            setConnectionLostTimeout(0);
            setTcpNoDelay(true);
            setDaemon(true);
        }

        @Override
        public void onOpen(ServerHandshake answer) {
            upgraded = true;
            owner.upgraded(Link.this);
        }

        /** A message that came in fragments. */
        @Override
        public void onMessage(String text) {
            deliver(text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public void onMessage(ByteBuffer bytes) {
            drop("the server sent a binary message");
        }

        @Override
        public void onClosing(int code, @Nullable String reason, boolean remote) {
            account.cut();
            story.closing(code, reason, remote);
        }

        @Override
        public void onClose(int code, @Nullable String reason, boolean remote) {
            account.cut();
        }

        @Override
        public void onError(Exception e) {
            story.error(e);
        }
    }
}
