package dev.kvclient.testkit.history;

import dev.kvclient.error.Outcome;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A client with lanes and a backend with a value and a counter, in one thread: each step something happens that can
 * happen next, by chance. Requests are executed twice when their answer was lost and they were sent again, or after
 * their call has been given up; their callers are told late. The backend may forget everything now and then.
 */
final class World {
    enum Flaw {
        NONE,
        LOSES,
        DOUBLES,
        SWAPS
    }

    static final String CLIENT = "kv";
    static final String VALUE = "value";
    static final String COUNTER = "counter";

    private static final int LARGEST_ADDITION = 1 << 20;

    private final Random random;
    private final Flaw flaw;
    private final boolean forgets;
    private final History history = new History();
    private final Map<String, String> stored = new HashMap<>();
    private final List<Request> waiting = new ArrayList<>();
    private final List<Request> sent = new ArrayList<>();
    private final List<Runnable> toTell = new ArrayList<>();
    private final List<Request> late = new ArrayList<>();
    private int values;
    private @Nullable OpenOperation loss;
    private boolean lost;

    /** Something that was asked for. */
    private static final class Request {
        final OpenOperation open;
        final Operation operation;
        int attempts;

        Request(OpenOperation open) {
            this.open = open;
            this.operation = open.snapshot();
        }
    }

    World(int seed, Flaw flaw, boolean forgets) {
        this.random = new Random(seed);
        this.flaw = flaw;
        this.forgets = forgets;
    }

    Random random() {
        return random;
    }

    /** What is stored; those who change it say so in the history. */
    Map<String, String> stored() {
        return stored;
    }

    long sum() {
        return Long.parseLong(stored.getOrDefault(COUNTER, "0"));
    }

    /** A value that nobody has written yet. */
    String newValue() {
        values++;
        return "v" + values;
    }

    History history() {
        return history;
    }

    void step() {
        if (forgets && random.nextInt(12) == 0) {
            forget();
        }
        switch (random.nextInt(5)) {
            case 0 -> call();
            case 1 -> send();
            case 2 -> execute();
            case 3 -> take(toTell).run();
            default -> {
                if (!late.isEmpty()) {
                    effect(late.remove(random.nextInt(late.size())));
                }
            }
        }
    }

    /** What is under way ends; then both keys are read. */
    void finish() {
        finishAll();
        call(history.read(CLIENT, VALUE));
        call(history.read(CLIENT, COUNTER));
        finishAll();
    }

    /** The next of three: it is about to happen, it happens, it has happened. */
    private void forget() {
        OpenOperation open = loss;
        if (open == null) {
            loss = history.loss("backend");
        } else if (!lost) {
            stored.clear();
            lost = true;
        } else {
            open.acknowledged();
            loss = null;
            lost = false;
        }
    }

    /** What is under way ends, but for what is late. */
    void finishAll() {
        while (loss != null) {
            forget();
        }
        while (!waiting.isEmpty() || !sent.isEmpty()) {
            send();
            execute();
        }
        while (!toTell.isEmpty()) {
            toTell.remove(0).run();
        }
    }

    private Runnable take(List<Runnable> from) {
        return from.isEmpty() ? () -> {} : from.remove(random.nextInt(from.size()));
    }

    private void call() {
        call(
                switch (random.nextInt(7)) {
                    case 0, 1 -> history.write(CLIENT, VALUE, newValue());
                    case 2 -> history.delete(CLIENT, VALUE);
                    case 3 -> history.add(CLIENT, COUNTER, 1 + random.nextInt(LARGEST_ADDITION));
                    case 4 -> history.read(CLIENT, COUNTER);
                    default -> history.read(CLIENT, VALUE);
                });
    }

    private void call(OpenOperation open) {
        waiting.add(new Request(open));
        if (random.nextInt(4) > 0) {
            open.placed();
        }
    }

    /** Sends a request that no earlier write of its key is before; or gives it up. */
    private void send() {
        List<Request> may = new ArrayList<>();
        for (Request request : waiting) {
            if (flaw == Flaw.SWAPS || !isBehind(request)) {
                may.add(request);
            }
        }
        if (may.isEmpty()) {
            return;
        }
        Request next = may.get(random.nextInt(may.size()));
        waiting.remove(next);
        if (random.nextInt(20) == 0) {
            toTell.add(() -> next.open.failed(random.nextBoolean() ? Outcome.NOT_SENT : Outcome.REJECTED, 1));
        } else {
            next.attempts = 1;
            sent.add(next);
        }
    }

    private boolean isBehind(Request request) {
        for (Request earlier : sent) {
            if (earlier.operation.action().changes() && earlier.operation.key().equals(request.operation.key())) {
                return true;
            }
        }
        for (Iterator<Request> it = waiting.iterator(); it.hasNext(); ) {
            Request earlier = it.next();
            if (earlier == request) {
                return false;
            }
            if (earlier.operation.action().changes() && earlier.operation.key().equals(request.operation.key())) {
                return true;
            }
        }
        return false;
    }

    private void execute() {
        if (sent.isEmpty()) {
            return;
        }
        Request request = sent.get(random.nextInt(sent.size()));
        int chance = random.nextInt(20);
        boolean changes = request.operation.action().changes();
        if (changes && chance == 0) {
            // No answer: carried out now, later or never.
            sent.remove(request);
            maybe(request);
            toTell.add(() -> request.open.failed(Outcome.UNKNOWN, request.attempts));
        } else if (changes && chance == 1 && request.operation.action() != Action.ADD) {
            // No answer, and sent again.
            maybe(request);
            request.attempts++;
            request.open.sentSoOften(request.attempts);
        } else {
            sent.remove(request);
            Seen seen = answer(request);
            toTell.add(() -> request.open.acknowledged(seen));
        }
    }

    private void maybe(Request request) {
        switch (random.nextInt(3)) {
            case 0 -> effect(request);
            case 1 -> late.add(request);
            default -> {}
        }
    }

    private Seen answer(Request request) {
        if (flaw == Flaw.DOUBLES && request.operation.action().changes() && random.nextInt(3) == 0) {
            late.add(request);
        }
        Optional<String> before = Optional.ofNullable(stored.get(request.operation.key()));
        switch (request.operation.action()) {
            case READ -> {
                return Seen.value(before);
            }
            case ADD -> {
                effect(request);
                return Seen.sum(before.map(Long::parseLong).orElse(0L) + request.operation.amount());
            }
            case LOSS -> throw new AssertionError("is not asked for");
            case WRITE, DELETE -> {
                if (flaw != Flaw.LOSES || random.nextInt(3) > 0) {
                    effect(request);
                }
                return switch (random.nextInt(3)) {
                    case 0 -> Seen.nothing();
                    case 1 -> Seen.present(before.isPresent());
                    default -> Seen.value(before);
                };
            }
        }
        throw new AssertionError(request.operation.action());
    }

    private void effect(Request request) {
        Operation o = request.operation;
        switch (o.action()) {
            case WRITE -> stored.put(o.key(), o.value());
            case DELETE -> stored.remove(o.key());
            case ADD ->
                stored.merge(
                        o.key(),
                        Long.toString(o.amount()),
                        (sum, more) -> Long.toString(Long.parseLong(sum) + Long.parseLong(more)));
            case READ, LOSS -> throw new AssertionError("has no effect of its own: " + o);
        }
    }
}
