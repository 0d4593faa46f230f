package dev.kvclient.spi;

import dev.kvclient.error.KvException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Splits a batch into requests that the backend takes, and puts their replies together. */
public final class Batches {
    private Batches() {}

    /**
     * Splits in order. An entry that is too large by itself becomes a part of its own, and fails alone.
     *
     * @param maxEntries the most entries of a part, at least 1
     * @param maxBytes the most bytes of a part
     * @param envelope the bytes of a request beside its entries, at the most
     * @param size the bytes of an entry on the wire, at the most
     * @return the parts, none of them empty
     */
    public static <E> List<List<E>> split(
            List<E> entries, int maxEntries, long maxBytes, long envelope, ToLongFunction<E> size) {
        List<List<E>> parts = new ArrayList<>();
        List<E> part = new ArrayList<>();
        long bytes = envelope;
        for (E entry : entries) {
            long more = size.applyAsLong(entry);
            if (!part.isEmpty() && (part.size() == maxEntries || bytes + more > maxBytes)) {
                parts.add(part);
                part = new ArrayList<>();
                bytes = envelope;
            }
            part.add(entry);
            bytes += more;
        }
        if (!part.isEmpty()) {
            parts.add(part);
        }
        return parts;
    }

    /**
     * Sends all parts at once; what is in flight at a time is for the adapter's window to bound. A part that fails with
     * a {@link KvException} fails its members, and no others.
     *
     * @param keyOf the key of an entry
     * @param send sends one part
     * @return the replies of all parts in one; fails only with what is no {@link KvException}
     */
    public static <E, T> CompletableFuture<BatchReply<T>> send(
            List<List<E>> parts, Function<E, String> keyOf, Function<List<E>, CompletableFuture<BatchReply<T>>> send) {
        List<CompletableFuture<BatchReply<T>>> sent = new ArrayList<>();
        for (List<E> part : parts) {
            sent.add(begun(part, send).exceptionally(thrown -> failed(part, keyOf, thrown)));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).thenApply(done -> {
            Map<String, T> values = new LinkedHashMap<>();
            Map<String, KvException> failures = new LinkedHashMap<>();
            for (CompletableFuture<BatchReply<T>> part : sent) {
                values.putAll(part.join().values());
                failures.putAll(part.join().failures());
            }
            return new BatchReply<>(values, failures);
        });
    }

    /** A part that cannot even be made, such as one whose time is over, fails as one that was sent. */
    private static <E, T> CompletableFuture<BatchReply<T>> begun(
            List<E> part, Function<List<E>, CompletableFuture<BatchReply<T>>> send) {
        try {
            return send.apply(part);
        } catch (KvException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static <E, T> BatchReply<T> failed(List<E> part, Function<E, String> keyOf, Throwable thrown) {
        Throwable cause = Futures.cause(thrown);
        if (!(cause instanceof KvException failure)) {
            throw new CompletionException(cause);
        }
        Map<String, KvException> failures = new LinkedHashMap<>();
        for (E entry : part) {
            String key = keyOf.apply(entry);
            failures.put(key, failure.with(f -> f.key(key)));
        }
        return new BatchReply<>(Map.of(), failures);
    }

    /** The bytes of a text within a JSON string, at the most. */
    public static long escapedSize(String text) {
        return escapedSize(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The bytes of UTF-8 within a JSON string, at the most: quotes and backslashes double, controls take six. */
    public static long escapedSize(byte[] utf8) {
        long bytes = utf8.length;
        for (byte b : utf8) {
            if (b == '"' || b == '\\') {
                bytes++;
            } else if (b >= 0 && b < 0x20) {
                bytes += 5;
            }
        }
        return bytes;
    }
}
