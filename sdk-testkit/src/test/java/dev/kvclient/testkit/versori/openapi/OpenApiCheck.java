package dev.kvclient.testkit.versori.openapi;

import dev.kvclient.testkit.versori.ExchangeListener;
import dev.kvclient.testkit.versori.HttpExchange;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Holds every request that a server gets, and every answer that it gives, to the public description of the platform's
 * API. Given to {@link dev.kvclient.testkit.versori.VersoriServerBuilder#listener}; registered with JUnit, it fails
 * the test in which something was wrong.
 *
 * <pre>{@code
 * @RegisterExtension
 * final OpenApiCheck check = new OpenApiCheck();
 * }</pre>
 *
 * <p>A key's segments are folded into one encoded segment of the path before the library looks at it, since a path
 * parameter of OpenAPI cannot have slashes. Fields that the description does not name are wrong, and so is a request
 * without credentials. An answer that a fault has spoiled is not looked at; its request is. Nothing is sampled: a look
 * takes a tenth of a millisecond, a batch of a hundred entries one.
 *
 * <p>Safe for several threads. The library keeps a few daemon threads, {@code pool-1-thread-1} and so on, once a
 * process.
 */
public final class OpenApiCheck implements ExchangeListener, AfterEachCallback {

    private static final int SHOWN = 20;

    /** Made once a process: reading the description takes half a second. */
    private static final class Shared {
        static final Description DESCRIPTION = new Description();
    }

    private final Queue<String> violations = new ConcurrentLinkedQueue<>();
    private final List<Excuse> excuses = new CopyOnWriteArrayList<>();
    private final AtomicLong checked = new AtomicLong();

    private record Excuse(String why, Predicate<HttpExchange> which, AtomicLong used) {}

    /**
     * Allows a test to send what is wrong on purpose. The answers to such requests are checked all the same, and it is
     * a fault if none of the requests turns out to be wrong.
     *
     * @param why told when that is so
     * @param which the requests; called on the threads of the server
     */
    public void expectWrongRequests(String why, Predicate<HttpExchange> which) {
        excuses.add(new Excuse(Objects.requireNonNull(why), Objects.requireNonNull(which), new AtomicLong()));
    }

    /** Returns how many exchanges were checked. */
    public long checked() {
        return checked.get();
    }

    /** Returns what was wrong so far, excused requests apart. */
    public List<String> violations() {
        return List.copyOf(violations);
    }

    @Override
    public void exchanged(HttpExchange exchange) {
        checked.incrementAndGet();
        Description.Findings found = Shared.DESCRIPTION.look(exchange);
        if (!found.request().isEmpty() && !excused(exchange)) {
            found.request().forEach(wrong -> violations.add("request " + exchange + ": " + wrong));
        }
        found.answer().forEach(wrong -> violations.add("answer " + exchange + ": " + wrong));
    }

    private boolean excused(HttpExchange exchange) {
        for (Excuse excuse : excuses) {
            if (excuse.which().test(exchange)) {
                excuse.used().incrementAndGet();
                return true;
            }
        }
        return false;
    }

    /**
     * Fails if anything was wrong, or an excuse was not needed, and begins anew.
     *
     * @throws AssertionError with what was wrong
     */
    public void verify() {
        List<String> wrong = Stream.concat(
                        violations.stream(),
                        excuses.stream()
                                .filter(excuse -> excuse.used().get() == 0)
                                .map(excuse -> "no request was wrong, though expected: " + excuse.why()))
                .toList();
        violations.clear();
        excuses.clear();
        if (!wrong.isEmpty()) {
            throw new AssertionError(wrong.size() + " violations of the description:\n"
                    + String.join("\n", wrong.subList(0, Math.min(SHOWN, wrong.size()))));
        }
    }

    @Override
    public void afterEach(ExtensionContext context) {
        verify();
    }
}
