package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.KvPage;
import dev.kvclient.kuzzle.ms.ScanArgs;
import java.util.Collections;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A stream over the pages of a scan, each fetched when the one before it is used up. */
public final class Pages<T> extends Spliterators.AbstractSpliterator<T> {
    private final Function<ScanArgs, KvPage<T>> fetch;
    private Iterator<T> page = Collections.emptyIterator();
    private @Nullable ScanArgs next;

    private Pages(ScanArgs first, Function<ScanArgs, KvPage<T>> fetch) {
        super(Long.MAX_VALUE, Spliterator.NONNULL);
        this.next = first;
        this.fetch = fetch;
    }

    /**
     * The stream of all that the pages hold.
     *
     * @param first where it begins
     * @param fetch gets a page
     */
    public static <T> Stream<T> stream(ScanArgs first, Function<ScanArgs, KvPage<T>> fetch) {
        return StreamSupport.stream(new Pages<>(Objects.requireNonNull(first, "args"), fetch), false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        while (!page.hasNext()) {
            ScanArgs now = next;
            if (now == null) {
                return false;
            }
            KvPage<T> fetched = fetch.apply(now);
            page = fetched.items().iterator();
            next = fetched.next().map(now::from).orElse(null);
        }
        action.accept(page.next());
        return true;
    }
}
