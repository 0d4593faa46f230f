package dev.kvclient.testkit.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a {@link History} is legal.
 *
 * <p>Legal is what can have happened under the promise on order, whatever the network and the backend did:
 *
 * <ul>
 *   <li>every operation has ended;
 *   <li>an acknowledged write took effect before it ended, and one that was sent once took effect once. Writes and
 *       reads of one client that are called later than a write are carried out later, unless it is {@code UNKNOWN};
 *   <li>a write that is {@code UNKNOWN}, or was sent more than once, may take effect at any later time, as often as it
 *       was sent at the most;
 *   <li>a write that was {@code NOT_SENT} or {@code REJECTED}, or whose condition did not hold, took no effect;
 *   <li>a read tells what was there at one moment between its call and its end;
 *   <li>an acknowledged addition counts once, one that is {@code UNKNOWN} as often as it was sent at the most;
 *   <li>after a loss of all keys nothing is left of what was there before.
 * </ul>
 *
 * <p>What it reports is not legal, whatever happened. It does not find all that is not legal: of writes that were sent
 * more than once it demands little. Where several clients work on one key, only what ended before something else was
 * called counts as earlier. It takes the time of a sort.
 */
public final class HistoryChecker {
    private HistoryChecker() {}

    /** Checks what a history has by now. */
    public static List<Violation> check(History history) {
        return check(history.operations());
    }

    /**
     * Checks operations, in any order.
     *
     * @return empty if they are legal
     * @throws IllegalArgumentException if a value is written twice, or a key is both a counter and something else
     */
    public static List<Violation> check(List<Operation> operations) {
        List<Violation> found = new ArrayList<>();
        Map<String, Operation> writers = new HashMap<>();
        List<Operation> losses = new ArrayList<>();
        Map<String, List<Operation>> byKey = new LinkedHashMap<>();
        for (Operation operation : operations) {
            if (operation.action() == Action.LOSS) {
                losses.add(operation);
            } else {
                byKey.computeIfAbsent(operation.key(), key -> new ArrayList<>()).add(operation);
            }
            if (operation.action() == Action.WRITE && writers.put(operation.value(), operation) != null) {
                throw new IllegalArgumentException("a value is written twice: '" + operation.value() + "'");
            }
            if (operation.end() == End.UNSETTLED) {
                found.add(
                        new Violation(Violation.Kind.UNSETTLED, operation.key(), "has not ended", List.of(operation)));
            }
        }
        byKey.forEach((key, ofKey) -> {
            List<Operation> timed = severalClients(ofKey)
                    ? ofKey.stream().map(HistoryChecker::placedAtEnd).toList()
                    : ofKey;
            if (ofKey.stream().anyMatch(o -> o.action() == Action.ADD)) {
                new CounterCheck(key, timed, losses, found).run();
            } else {
                new ValueCheck(key, timed, losses, Collections.unmodifiableMap(writers), found).run();
            }
        });
        return found;
    }

    private static boolean severalClients(List<Operation> operations) {
        return operations.stream().map(Operation::client).distinct().count() > 1;
    }

    /** Only its own client keeps an operation in its place. */
    private static Operation placedAtEnd(Operation o) {
        return new Operation(
                o.client(),
                o.action(),
                o.key(),
                o.value(),
                o.amount(),
                o.called(),
                o.ended(),
                o.ended(),
                o.end(),
                o.attempts(),
                o.seen());
    }

    /** What a read of a value that its key cannot have says. */
    static Violation notOfThisKey(Operation read, @Nullable Operation writer) {
        return writer == null
                ? new Violation(Violation.Kind.NEVER_WRITTEN, read.key(), "nobody wrote what was read", List.of(read))
                : new Violation(
                        Violation.Kind.FOREIGN,
                        read.key(),
                        "what was read belongs to another key",
                        List.of(read, writer));
    }
}
