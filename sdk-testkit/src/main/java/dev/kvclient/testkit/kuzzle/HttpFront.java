package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each message over HTTP to its answer, past the faults. Safe for several threads. */
final class HttpFront {

    private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD");

    /** Node's {@code JSON.stringify(value, undefined, 2)}, for {@code ?pretty}. */
    private static final JsPrinter PRETTY = new JsPrinter();

    private final ObjectMapper json = JsonMapper.builder().build();
    private final HttpReader reader = new HttpReader();
    private final Funnel funnel;
    private final Faults faults;
    private final Counters counters;
    private final ScheduledExecutorService scheduler;

    HttpFront(Funnel funnel, Faults faults, Counters counters, ScheduledExecutorService scheduler) {
        this.funnel = funnel;
        this.faults = faults;
        this.counters = counters;
        this.scheduler = scheduler;
    }

    /**
     * Handles one message.
     *
     * @param listener where it came in; waits there when a fault is slow
     * @return the answer, or null when the connection is to be cut without one
     */
    @Nullable
    HttpAnswer handle(HttpListener listener, HttpMessage message) throws InterruptedException {
        String given = message.header("x-kuzzle-request-id");
        String requestId = given == null || given.isEmpty() ? Answers.madeUpId() : given;
        JsonNode content;
        try {
            content = reader.content(message);
        } catch (Refusal refusal) {
            return HttpAnswer.bare(refusal.status(), bytes(refusal.toJson(), false));
        }
        if (message.method().equals("OPTIONS")) {
            return answer(message, requestId, Answers.empty(requestId, JsonNodeFactory.instance.objectNode()));
        }
        if (!METHODS.contains(message.method())) {
            return answer(message, requestId, refused(requestId, HttpReader.unsupportedVerb(message.method())));
        }
        if (isHealthCheck(message)) {
            return answer(message, requestId, Answers.empty(requestId, NullNode.getInstance()));
        }
        Request request;
        try {
            request = reader.request(message, content, requestId);
        } catch (Refusal refusal) {
            return answer(message, requestId, refused(requestId, refusal));
        }
        counters.received();
        Fault fault = faults.hasRules() ? faults.decide(Asked.by(request)) : null;
        return fault == null ? executed(message, request) : befall(fault, listener, message, request);
    }

    /** Answered before there is a request. */
    private static boolean isHealthCheck(HttpMessage message) {
        return message.method().equals("GET")
                && (message.target().equals("/_healthcheck") || message.target().equals("/_ready"));
    }

    private static ObjectNode refused(String requestId, Refusal refusal) {
        ObjectNode answer = Answers.empty(requestId, NullNode.getInstance());
        answer.set("error", refusal.toJson());
        return answer.put("status", refusal.status());
    }

    private @Nullable HttpAnswer befall(Fault fault, HttpListener listener, HttpMessage message, Request request)
            throws InterruptedException {
        switch (fault.kind()) {
            case DROP_BEFORE, CLOSE_BEFORE -> {
                return null;
            }
            case DROP_AFTER, CLOSE_AFTER -> {
                execute(request);
                return null;
            }
            case DELAY_ANSWER -> {
                HttpAnswer answer = executed(message, request);
                return listener.waitFor(fault.delay()) ? answer : null;
            }
            case DELAY_EXECUTION -> {
                return listener.waitFor(fault.delay()) ? executed(message, request) : null;
            }
            case IGNORE -> LOG.debug("a request was ignored");
            case SWALLOW_ANSWER -> execute(request);
            case EXECUTE_LATE -> executeLater(fault, listener, request);
            case EXECUTE_WHEN_TOLD -> faults.hold(() -> execute(request));
            case REFUSE -> {
                return answer(message, request.id(), Answers.refused(request, fault.refusal()));
            }
            case ANSWER_FOR_NOBODY -> {
                String nobody = Answers.madeUpId();
                return answer(message, nobody, Answers.under(nobody, execute(request)));
            }
            case ANSWER_NOT_JSON -> {
                execute(request);
                return HttpAnswer.badGateway();
            }
            case ANSWER_TWICE, STRAY_ANSWER_FIRST -> {
                // One request, one answer: HTTP leaves no room for more.
                return executed(message, request);
            }
        }
        listener.waitForStop();
        return null;
    }

    private void executeLater(Fault fault, HttpListener listener, Request request) {
        Runnable task = () -> {
            if (!listener.isStopped()) {
                execute(request);
            }
        };
        try {
            // Nobody waits for it.
            Future<?> unused = scheduler.schedule(task, fault.delay().toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the server was closed under a delayed request");
        }
    }

    private HttpAnswer executed(HttpMessage message, Request request) {
        return answer(message, request.id(), execute(request));
    }

    private ObjectNode execute(Request request) {
        try {
            return Answers.success(request, funnel.execute(request, null));
        } catch (Refusal refusal) {
            return Answers.refused(request, refusal);
        }
    }

    private HttpAnswer answer(HttpMessage message, String requestId, ObjectNode envelope) {
        envelope.remove("room");
        int status = envelope.path("status").intValue();
        // Kuzzle looks for the flag twice, and on the second look takes the first for it.
        boolean logout = status == 200
                && envelope.path("controller").asText().equals("auth")
                && envelope.path("action").asText().equals("logout");
        Map<String, String> more =
                logout ? Map.of("Set-Cookie", "authToken=null; Path=/; HttpOnly; SameSite=Strict") : Map.of();
        byte[] body = bytes(envelope, isPretty(message));
        String encoding = encoding(message);
        return HttpAnswer.of(status, requestId, more, encoding, packed(body, encoding));
    }

    private static boolean isPretty(HttpMessage message) {
        int question = message.target().indexOf('?');
        return question >= 0 && message.target().substring(question).matches("[?&](.*&)?pretty(=.*)?(&.*)?");
    }

    private static String encoding(HttpMessage message) {
        String accepted = message.header("accept-encoding", "").toLowerCase(Locale.ROOT);
        if (accepted.contains("gzip")) {
            return "gzip";
        }
        return accepted.contains("deflate") ? "deflate" : "identity";
    }

    private static byte[] packed(byte[] body, String encoding) {
        if (encoding.equals("identity")) {
            return body;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out =
                encoding.equals("gzip") ? new GZIPOutputStream(packed) : new DeflaterOutputStream(packed)) {
            out.write(body);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return packed.toByteArray();
    }

    private byte[] bytes(ObjectNode node, boolean pretty) {
        try {
            String text = pretty ? json.writer(PRETTY).writeValueAsString(node) : json.writeValueAsString(node);
            return text.getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("an answer could not be written", impossible);
        }
    }
}
