package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes each frame to its answer, past the faults. */
final class Dispatcher {

    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String PONG = "{\"p\":2}";
    private static final String NOT_JSON = "<html>502 Bad Gateway</html>";
    private static final String CLOSE_REASON = "closed by a fault";

    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private final Funnel funnel;
    private final Faults faults;
    private final Counters counters;
    private final ScheduledExecutorService scheduler;

    Dispatcher(Funnel funnel, Faults faults, Counters counters, ScheduledExecutorService scheduler) {
        this.funnel = funnel;
        this.faults = faults;
        this.counters = counters;
        this.scheduler = scheduler;
    }

    /** Handles one frame. */
    void frame(Listener listener, Connection from, String text) {
        if (from.hasEnded() || text.isEmpty()) {
            return;
        }
        JsonNode data = parse(from, text);
        // Kuzzle fails on the frame "null" without an answer.
        if (data == null || data.isNull()) {
            return;
        }
        if (isPing(data)) {
            if (!faults.ignoresPings()) {
                from.answer(PONG);
            }
            return;
        }
        Request request;
        try {
            request = Request.of(data);
        } catch (Refusal refusal) {
            send(from, Answers.notUnderstood(data.get("requestId"), refusal));
            return;
        }
        counters.received();
        Fault fault = faults.hasRules() ? faults.decide(Asked.by(request)) : null;
        if (fault == null) {
            send(from, execute(from, request));
        } else {
            befall(fault, listener, from, request);
        }
    }

    private @Nullable JsonNode parse(Connection from, String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException notJson) {
            String words = JsonWords.about(text);
            Refusal refusal = new Refusal(
                    400,
                    "network.websocket.unexpected_error",
                    50528257,
                    "Caught an unexpected WebSocket error: " + words,
                    List.of(words));
            send(from, Answers.notUnderstood(null, refusal));
            return null;
        }
    }

    private static boolean isPing(JsonNode data) {
        return data.isObject()
                && data.size() == 1
                && data.path("p").isNumber()
                && data.path("p").doubleValue() == 1;
    }

    private void befall(Fault fault, Listener listener, Connection from, Request request) {
        switch (fault.kind()) {
            case DROP_BEFORE -> from.cut();
            case DROP_AFTER -> {
                execute(from, request);
                from.cut();
            }
            case DELAY_ANSWER -> {
                ObjectNode answer = execute(from, request);
                later(listener, fault.delay(), () -> send(from, answer));
            }
            case DELAY_EXECUTION -> later(listener, fault.delay(), () -> send(from, execute(from, request)));
            case IGNORE -> LOG.debug("a request was ignored");
            case SWALLOW_ANSWER -> execute(from, request);
            case REFUSE -> send(from, Answers.refused(request, fault.refusal()));
            case EXECUTE_LATE -> later(listener, fault.delay(), () -> execute(from, request));
            case EXECUTE_WHEN_TOLD -> faults.hold(() -> execute(from, request));
            case ANSWER_TWICE -> {
                ObjectNode answer = execute(from, request);
                send(from, answer);
                send(from, answer);
            }
            case ANSWER_FOR_NOBODY -> send(from, Answers.under(Answers.madeUpId(), execute(from, request)));
            case STRAY_ANSWER_FIRST -> {
                ObjectNode answer = execute(from, request);
                send(from, Answers.under(Answers.madeUpId(), answer));
                send(from, answer);
            }
            case ANSWER_NOT_JSON -> {
                execute(from, request);
                from.answer(NOT_JSON);
            }
            case CLOSE_BEFORE -> from.closeWith(fault.closeCode(), CLOSE_REASON);
            case CLOSE_AFTER -> {
                execute(from, request);
                from.closeWith(fault.closeCode(), CLOSE_REASON);
            }
        }
    }

    private ObjectNode execute(Connection from, Request request) {
        try {
            return Answers.success(request, funnel.execute(request, from));
        } catch (Refusal refusal) {
            return Answers.refused(request, refusal);
        }
    }

    private void send(Connection to, ObjectNode answer) {
        to.answer(Answers.text(json, answer));
    }

    private void later(Listener listener, Duration delay, Runnable task) {
        Runnable guarded = () -> {
            try {
                if (!listener.isStopped()) {
                    task.run();
                }
            } catch (RuntimeException e) {
                LOG.error("a delayed request failed", e);
            }
        };
        try {
            // Nobody waits for it: what fails is logged.
            Future<?> unused = scheduler.schedule(guarded, delay.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            LOG.debug("the server was closed under a delayed request");
        }
    }
}
