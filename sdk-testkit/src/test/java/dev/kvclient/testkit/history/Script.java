package dev.kvclient.testkit.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.error.Outcome;
import java.util.List;

/** A history told line by line: what comes first happens first. */
final class Script {
    static final String KEY = "k";
    static final String CLIENT = "kv";

    final History history = new History();

    OpenOperation write(String value) {
        return history.write(CLIENT, KEY, value);
    }

    OpenOperation delete() {
        return history.delete(CLIENT, KEY);
    }

    OpenOperation read() {
        return history.read(CLIENT, KEY);
    }

    OpenOperation add(long amount) {
        return history.add(CLIENT, KEY, amount);
    }

    /** A blocking write, from its call to its end. */
    void written(String value) {
        write(value).acknowledged();
    }

    void deleted() {
        delete().acknowledged();
    }

    void unknown(String value) {
        write(value).failed(Outcome.UNKNOWN, 1);
    }

    void found(String value) {
        read().acknowledged(Seen.value(value));
    }

    void foundNothing() {
        read().acknowledged(Seen.absent());
    }

    void foundSomething() {
        read().acknowledged(Seen.present());
    }

    void added(long amount, long sum) {
        add(amount).acknowledged(Seen.sum(sum));
    }

    /** Asynchronous calls of one thread, which have their places in this order and end much later. */
    static void place(OpenOperation operation) {
        operation.placed();
    }

    List<Violation.Kind> violations() {
        return HistoryChecker.check(history).stream().map(Violation::kind).toList();
    }

    void isLegal() {
        assertThat(HistoryChecker.check(history)).isEmpty();
    }

    void isNot(Violation.Kind kind) {
        assertThat(violations()).contains(kind).containsOnly(kind);
    }
}
