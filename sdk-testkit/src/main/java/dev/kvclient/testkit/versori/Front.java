package dev.kvclient.testkit.versori;

import dev.kvclient.testkit.versori.Reply.Way;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import okio.Buffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives MockWebServer its answers, from one start of the server to its stop. Called on a thread a connection. */
final class Front extends Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    private final MockWebServer web;
    private final LoopbackSockets sockets;
    private final Service service;
    private final Faults faults;
    private final Counters counters;
    private final ScheduledExecutorService timer;
    private final boolean gzip;
    private final CountDownLatch stopped = new CountDownLatch(1);

    Front(
            MockWebServer web,
            LoopbackSockets sockets,
            Service service,
            Faults faults,
            Counters counters,
            ScheduledExecutorService timer,
            boolean gzip) {
        this.web = web;
        this.sockets = sockets;
        this.service = service;
        this.faults = faults;
        this.counters = counters;
        this.timer = timer;
        this.gzip = gzip;
    }

    /** Lets go every request that waits. */
    void stop() {
        stopped.countDown();
    }

    @Override
    public MockResponse dispatch(RecordedRequest recorded) throws InterruptedException {
        sockets.noteThread();
        forgetRecorded();
        counters.countRequest();
        Incoming incoming = Incoming.of(recorded);
        Route route = null;
        Refused unrouted = null;
        try {
            route = Route.of(incoming.method(), incoming.target());
            counters.countSeen(route.operation());
        } catch (Refused refused) {
            unrouted = refused;
        }
        Call call = new Call(incoming, route, unrouted);
        Reply reply = reply(call);
        service.tell(HttpExchange.of(call.operation(), incoming, reply));
        if (reply.way() == Way.NEVER) {
            stopped.await();
        }
        return response(incoming, reply);
    }

    /** MockWebServer keeps every request with its body until somebody takes it. */
    private void forgetRecorded() throws InterruptedException {
        RecordedRequest taken = web.takeRequest(0, TimeUnit.MILLISECONDS);
        while (taken != null) {
            taken = web.takeRequest(0, TimeUnit.MILLISECONDS);
        }
    }

    private Reply reply(Call call) {
        Fault fault = faults.hasRules() ? faults.decide(Asked.by(call.route, call.incoming)) : null;
        return fault == null
                ? new Reply(call.execute(Set.of()), gzip ? Way.GZIPPED : Way.WHOLE, false)
                : fault.befall(new Turn(call, call.operation()));
    }

    private static MockResponse response(Incoming incoming, Reply reply) {
        Answer answer = reply.answer();
        MockResponse.Builder response = new MockResponse.Builder();
        if (answer == null) {
            return response.onResponseStart(new SocketEffect.CloseSocket()).build();
        }
        response.code(answer.status());
        answer.headers().forEach(response::setHeader);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        if (reply.way() == Way.GZIPPED && incoming.acceptsGzip()) {
            response.setHeader("content-encoding", "gzip");
            body = gzipped(body);
        }
        response.body(new Buffer().write(body));
        if (reply.way() == Way.CUT_IN_THE_BODY) {
            response.onResponseBody(new SocketEffect.CloseSocket());
        }
        return response.build();
    }

    private static byte[] gzipped(byte[] body) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zipped = new GZIPOutputStream(bytes)) {
            zipped.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory failed", impossible);
        }
        return bytes.toByteArray();
    }

    /** One request, as faults handle it. */
    private final class Call implements Turn.Host {
        private final Incoming incoming;
        private final @Nullable Route route;
        private final @Nullable Refused unrouted;

        Call(Incoming incoming, @Nullable Route route, @Nullable Refused unrouted) {
            this.incoming = incoming;
            this.route = route;
            this.unrouted = unrouted;
        }

        @Nullable
        Operation operation() {
            return route == null ? null : route.operation();
        }

        @Override
        public Answer execute(Set<List<String>> failing) {
            return service.execute(incoming, route, unrouted, failing);
        }

        @Override
        public void executeLater(Duration delay) {
            ScheduledFuture<?> unused =
                    timer.schedule(this::executeUnlessStopped, delay.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void executeUnlessStopped() {
            if (stopped.getCount() == 0) {
                return;
            }
            try {
                execute(Set.of());
            } catch (RuntimeException failed) {
                LOG.error("a late execution has failed", failed);
            }
        }

        @Override
        public void hold() {
            faults.hold(() -> execute(Set.of()));
        }

        @Override
        public boolean pause(Duration delay) {
            try {
                return !stopped.await(delay.toNanos(), TimeUnit.NANOSECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        @Override
        public Instant now() {
            return service.now();
        }
    }
}
