package dev.kvclient.kuzzle.internal;

import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Recorded pairs, each with the call that makes its request and what must come of its answer. */
final class MsRecordings {
    /**
     * A call.
     *
     * @param call makes the request
     * @param result what it gives; null for nothing
     * @param error what it throws; null for nothing
     */
    record Expected(Function<KuzzleMemoryStorage, Object> call, Object result, Class<? extends KvException> error) {}

    private final Map<String, Expected> sent = new LinkedHashMap<>();
    private final Map<String, Runnable> refused = new LinkedHashMap<>();
    private final Map<String, String> leftOut = new LinkedHashMap<>();

    /** The call makes the recorded request, and this of its answer. */
    MsRecordings gives(String id, Object result, Function<KuzzleMemoryStorage, Object> call) {
        return put(sent, id, new Expected(call, result, null));
    }

    /** The call makes the recorded request, and gives nothing. */
    MsRecordings does(String id, Consumer<KuzzleMemoryStorage> call) {
        return put(
                sent,
                id,
                new Expected(
                        ms -> {
                            call.accept(ms);
                            return List.of();
                        },
                        List.of(),
                        null));
    }

    /** The call makes the recorded request, and its answer is thrown. */
    MsRecordings fails(String id, Class<? extends KvException> error, Function<KuzzleMemoryStorage, Object> call) {
        return put(sent, id, new Expected(call, null, error));
    }

    /** The recorded request cannot be made: it is refused before anything is sent. */
    MsRecordings refuses(String id, Runnable call) {
        return put(refused, id, call);
    }

    /** The recorded request cannot be made, for the types of the methods leave no room for it. */
    MsRecordings leavesOut(String reason, String... ids) {
        for (String id : ids) {
            put(leftOut, id, reason);
        }
        return this;
    }

    private <V> MsRecordings put(Map<String, V> where, String id, V what) {
        if (ids().contains(id)) {
            throw new IllegalStateException(id + " is here already");
        }
        where.put(id, what);
        return this;
    }

    Map<String, Expected> sent() {
        return sent;
    }

    Map<String, Runnable> refused() {
        return refused;
    }

    List<String> ids() {
        List<String> all = new ArrayList<>(sent.keySet());
        all.addAll(refused.keySet());
        all.addAll(leftOut.keySet());
        return all;
    }
}
