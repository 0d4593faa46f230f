package dev.kvclient.testkit.history;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Checks one key that holds values.
 *
 * <p>What took effect once is there from its effect to the last read of it without a break, because nothing can bring
 * it back: such a write and its reads are one {@link Span}. So is each single read of a value that may have been
 * written more than once, each effect that is certain, and each look that found nothing. All these exclude each other.
 * They can be put in a row if no two of them lie before each other; then, and only then, they can have happened.
 */
final class ValueCheck {
    private final String key;
    private final List<Operation> operations;
    private final List<Operation> losses;
    private final Map<String, Operation> writers;
    private final List<Violation> found;

    /** The key held a value; the effects that are certain, and the values and the presence that were seen. */
    private final List<Span> present = new ArrayList<>();

    /** Of them, looks that found a value without telling which: they exclude nothing but absence. */
    private final List<Span> somethingThere = new ArrayList<>();

    /** The key was absent, or became so. */
    private final List<Span> absent = new ArrayList<>();

    /** Writes that may have taken effect: by when they were over for certain. */
    private final List<Span> setters = new ArrayList<>();

    /** Deletes likewise. */
    private final List<Span> removers = new ArrayList<>();

    private final Map<String, Span> onceWritten = new HashMap<>();

    ValueCheck(
            String key,
            List<Operation> operations,
            List<Operation> losses,
            Map<String, Operation> writers,
            List<Violation> found) {
        this.key = key;
        this.operations = operations;
        this.losses = losses;
        this.writers = writers;
        this.found = found;
    }

    void run() {
        operations.stream().filter(o -> o.action().changes()).forEach(this::change);
        operations.stream().filter(o -> o.action() == Action.READ).forEach(o -> look(o, o.ended()));
        operations.stream().filter(o -> o.action().changes() && o.once()).forEach(o -> look(o, o.placed()));
        // The writes whose effect is known only by those who read it.
        onceWritten.values().stream()
                .filter(span -> span.by() != Operation.NEVER)
                .forEach(present::add);
        excludeEachOther();
        losses.forEach(this::lose);
        emptyHasCause();
        thereHasCause();
    }

    private void change(Operation o) {
        boolean set = o.action() == Action.WRITE;
        if (o.end().possible() && o.once()) {
            // All that is called later is carried out later, if this has ended well.
            Span span = new Span(o.called(), o.end().certain() ? o.placed() : Operation.NEVER, o);
            if (set) {
                onceWritten.put(o.value(), span);
            } else if (o.end().certain()) {
                absent.add(span);
            }
            (set ? setters : removers).add(span);
        } else if (o.end().possible()) {
            if (o.end().certain()) {
                (set ? present : absent).add(new Span(o.called(), o.placed(), o));
            }
            (set ? setters : removers).add(new Span(o.called(), Operation.NEVER, o));
        }
        if (!o.once() && o.end() == End.CONDITION_FAILED) {
            // Its own first attempt may be what the second one met.
            (set ? setters : removers).add(new Span(o.called(), Operation.NEVER, o));
        }
    }

    /** What an operation told of the key; one that changes it, of the moment before. */
    private void look(Operation o, long by) {
        switch (o.seen().what()) {
            case NOTHING -> {}
            case ABSENT -> absent.add(new Span(o.called(), by, o));
            case PRESENT -> somethingThere.add(new Span(o.called(), by, o));
            case VALUE -> lookAtValue(o, by);
        }
    }

    private void lookAtValue(Operation o, long by) {
        Operation writer = writers.get(o.seen().text());
        if (writer == null || !writer.key().equals(key)) {
            found.add(HistoryChecker.notOfThisKey(o, writer));
        } else if (!mayHaveWritten(writer)) {
            report(Violation.Kind.REFUSED_APPEARED, "a write that did not happen was read", writer, o);
        } else if (writer.called() > o.ended()) {
            report(Violation.Kind.TOO_EARLY, "was read before it was written", writer, o);
        } else {
            Span once = onceWritten.get(o.seen().text());
            if (once != null) {
                once.alsoBetween(o.called(), by, o);
            } else {
                present.add(new Span(o.called(), by, o));
            }
        }
    }

    private static boolean mayHaveWritten(Operation writer) {
        return writer.end().possible() || (writer.end() == End.CONDITION_FAILED && !writer.once());
    }

    /** No two lie before each other. */
    private void excludeEachOther() {
        List<Span> all = new ArrayList<>(present);
        all.addAll(absent);
        List<Span> broad = new ArrayList<>();
        List<Span> narrow = new ArrayList<>();
        all.forEach(span -> (span.before(span) ? broad : narrow).add(span));
        broad.sort(Comparator.comparingLong(Span::by));
        Span latest = null;
        for (Span span : broad) {
            if (latest != null && span.before(latest)) {
                notInARow(latest, span);
            }
            latest = latest == null || span.from() > latest.from() ? span : latest;
        }
        Spans index = new Spans(broad);
        for (Span span : narrow) {
            Span over = index.latestBefore(span.from());
            if (over != null && span.before(over)) {
                notInARow(over, span);
            }
        }
    }

    /** What was there before a loss is not there after it. No client has a loss in its order: the clock counts. */
    private void lose(Operation loss) {
        Span span = new Span(loss.called(), loss.ended(), loss);
        removers.add(span);
        if (loss.end().certain()) {
            for (Span there : present) {
                if (there.ended() < span.from() && span.ended() < there.from()) {
                    notInARow(span, there);
                }
            }
        }
    }

    /** By when it was so, where losses must be thought of. */
    private long by(Span span) {
        return losses.isEmpty() ? span.by() : span.ended();
    }

    private void notInARow(Span one, Span other) {
        List<Operation> involved = new ArrayList<>(one.operations());
        involved.addAll(other.operations());
        found.add(new Violation(
                Violation.Kind.ORDER,
                key,
                "each of two has to come before the other: lost, doubled or swapped",
                involved));
    }

    /** Who found nothing came after a delete that no write has certainly followed, or before all writes. */
    private void emptyHasCause() {
        List<Span> there = new ArrayList<>(present);
        there.addAll(somethingThere);
        Spans index = new Spans(there);
        Causes causes = new Causes(removers, this::by);
        for (Span look : absent) {
            Operation by = look.operations().get(0);
            Span last = by.seen().what() == Seen.What.ABSENT ? index.latestBefore(look.from()) : null;
            if (last != null && !causes.anyAfter(last, by(look))) {
                report(Violation.Kind.ORDER, "found nothing, and nothing has removed it", last, by);
            }
        }
    }

    /** Who found something came after a write that no delete has certainly followed. */
    private void thereHasCause() {
        List<Span> gone = new ArrayList<>(absent);
        losses.stream()
                .filter(loss -> loss.end().certain())
                .forEach(loss -> gone.add(new Span(loss.called(), loss.ended(), loss)));
        Spans index = new Spans(gone);
        Causes causes = new Causes(setters, this::by);
        for (Span look : somethingThere) {
            Operation by = look.operations().get(0);
            Span last = index.latestBefore(look.from());
            if (!causes.anyAfter(last, look.by())) {
                report(Violation.Kind.ORDER, "found something, and nothing has put it there", last, by);
            }
        }
    }

    private void report(Violation.Kind kind, String problem, Operation one, Operation other) {
        found.add(new Violation(kind, key, problem, List.of(one, other)));
    }

    private void report(Violation.Kind kind, String problem, @Nullable Span span, Operation by) {
        List<Operation> involved = new ArrayList<>(span == null ? List.of() : span.operations());
        involved.add(by);
        found.add(new Violation(kind, key, problem, involved));
    }

    /** What may have made a key present, or absent, by the time of the call. */
    private static final class Causes {
        private final Span[] byCall;
        private final long[] latestBy;

        Causes(List<Span> causes, ToLongFunction<Span> by) {
            byCall = causes.stream()
                    .sorted(Comparator.comparingLong(Causes::called))
                    .toArray(Span[]::new);
            latestBy = new long[byCall.length];
            for (int i = 0; i < byCall.length; i++) {
                latestBy[i] = Math.max(i == 0 ? Long.MIN_VALUE : latestBy[i - 1], by.applyAsLong(byCall[i]));
            }
        }

        private static long called(Span cause) {
            return cause.operations().get(0).called();
        }

        /** Whether one that was called before that time need not lie before the span. */
        boolean anyAfter(@Nullable Span span, long time) {
            int low = 0;
            int high = byCall.length;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (called(byCall[middle]) <= time) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low > 0 && (span == null || latestBy[low - 1] >= span.from());
        }
    }
}
