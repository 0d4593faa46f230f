package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A command of a transaction, and who waits for its result.
 *
 * @param read makes what the caller sees of the reply
 */
record Member<R, T>(MsCall<R> call, Function<R, T> read, Pending<T> future) {
    /**
     * Settles the future.
     *
     * @param tree {@code [null, reply]}, or {@code [{}]} for a command that Redis refused: Kuzzle loses what Redis said
     * @return what went wrong with it
     */
    Optional<KvException> settle(@Nullable Object tree) {
        try {
            future.complete(read.apply(call.decode().of(reply(tree))));
            return Optional.empty();
        } catch (KvException e) {
            KvException described = e.with(f -> f.backend("kuzzle")
                    .operation(call.operation())
                    .key(call.keys().isEmpty() ? null : call.keys().get(0)));
            future.completeExceptionally(described);
            return Optional.of(described);
        }
    }

    private static @Nullable Object reply(@Nullable Object tree) {
        List<?> parts = Replies.list(tree);
        if (parts.size() == 2 && parts.get(0) == null) {
            return parts.get(1);
        }
        if (parts.size() == 1) {
            throw new KvRequestException(Failure.of(
                    Outcome.REJECTED, "Redis refused this command of the transaction; Kuzzle drops its reason"));
        }
        throw new KvProtocolException(
                Failure.of(Outcome.APPLIED, "the result of a command of the transaction makes no sense"));
    }
}
