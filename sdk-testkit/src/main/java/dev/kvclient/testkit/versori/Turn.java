package dev.kvclient.testkit.versori;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request whose turn it is, as a {@link Fault} handles it. For one thread. */
final class Turn {

    /** What a turn needs of the server. */
    interface Host {
        /** Executes the request, refused or not. */
        Answer execute(Set<List<String>> failing);

        /** Executes the request later, unless the server is stopped by then. */
        void executeLater(Duration delay);

        /** Executes the request when told to. */
        void hold();

        /** Waits; false when the server was stopped meanwhile. */
        boolean pause(Duration delay);

        Instant now();
    }

    private final Host host;
    private final @Nullable Operation operation;
    private @Nullable Answer executed;

    Turn(Host host, @Nullable Operation operation) {
        this.host = host;
        this.operation = operation;
    }

    @Nullable
    Operation operation() {
        return operation;
    }

    /** Executes the request, once. */
    Answer execute() {
        return execute(Set.of());
    }

    Answer execute(Set<List<String>> failing) {
        if (executed == null) {
            executed = host.execute(failing);
        }
        return executed;
    }

    void executeLater(Duration delay) {
        host.executeLater(delay);
    }

    void hold() {
        host.hold();
    }

    boolean pause(Duration delay) {
        return host.pause(delay);
    }

    Instant now() {
        return host.now();
    }
}
