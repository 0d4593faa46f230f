package dev.kvclient.testkit.versori;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What stays when the server is stopped and started again: who may ask, what is stored, who listens. */
final class Service {

    private final Operations operations;
    private final Counters counters;
    private final Supplier<Instant> clock;
    private final List<ExchangeListener> listeners;
    private volatile Predicate<ShownCredentials> authorized;

    Service(
            Operations operations,
            Counters counters,
            Supplier<Instant> clock,
            List<ExchangeListener> listeners,
            Predicate<ShownCredentials> authorized) {
        this.operations = operations;
        this.counters = counters;
        this.clock = clock;
        this.listeners = new CopyOnWriteArrayList<>(listeners);
        this.authorized = authorized;
    }

    void authorize(Predicate<ShownCredentials> test) {
        authorized = test;
    }

    void listen(ExchangeListener listener) {
        listeners.add(listener);
    }

    Instant now() {
        return clock.get();
    }

    /**
     * Executes a request, or refuses it.
     *
     * @param route what it asks for, or null when {@code unrouted} says why that cannot be told
     */
    Answer execute(Incoming incoming, @Nullable Route route, @Nullable Refused unrouted, Set<List<String>> failing) {
        try {
            if (!authorized.test(new ShownCredentials(incoming.header("authorization"), incoming.header("cookie")))) {
                throw new Refused(401, "unauthorized", "unauthorized");
            }
            if (route == null) {
                throw unrouted == null ? new Refused(404, "route_not_found", "no such route") : unrouted;
            }
            if (incoming.body() != null && !incoming.isJson()) {
                throw new Refused(415, "unsupported_media_type", "the content type must be application/json");
            }
            Answer answer = operations.execute(route, incoming.body(), failing);
            counters.countExecuted(route.operation());
            return answer;
        } catch (Refused refused) {
            return refused.answer();
        }
    }

    void tell(HttpExchange exchange) {
        listeners.forEach(listener -> listener.exchanged(exchange));
    }
}
