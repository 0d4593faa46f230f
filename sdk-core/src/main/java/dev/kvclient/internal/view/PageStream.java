package dev.kvclient.internal.view;

import dev.kvclient.Cursor;
import dev.kvclient.KvPage;
import dev.kvclient.Scan;
import dev.kvclient.error.KvException;
import java.util.Iterator;
import java.util.Objects;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** A stream over pages, each fetched when the one before it is used up. */
final class PageStream<T> extends Spliterators.AbstractSpliterator<T> {
    private final Function<Scan, KvPage<T>> fetch;
    private final Scan scan;
    private long left;
    private @Nullable Iterator<T> page;
    private @Nullable Cursor next;
    private boolean last;

    private PageStream(Scan scan, Function<Scan, KvPage<T>> fetch) {
        super(Long.MAX_VALUE, Spliterator.NONNULL);
        this.scan = scan;
        this.fetch = fetch;
        this.left = scan.limit().orElse(Long.MAX_VALUE);
        this.next = scan.from().orElse(null);
    }

    static <T> Stream<T> of(Scan scan, Function<Scan, KvPage<T>> fetch) {
        return StreamSupport.stream(new PageStream<>(Objects.requireNonNull(scan, "scan"), fetch), false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super T> action) {
        if (left <= 0) {
            return false;
        }
        while (page == null || !page.hasNext()) {
            if (last) {
                return false;
            }
            KvPage<T> fetched = fetch.apply(next == null ? scan : scan.from(next));
            for (KvException failure : fetched.failures().values()) {
                throw failure;
            }
            page = fetched.items().iterator();
            next = fetched.next().orElse(null);
            last = next == null;
        }
        left--;
        action.accept(page.next());
        return true;
    }
}
