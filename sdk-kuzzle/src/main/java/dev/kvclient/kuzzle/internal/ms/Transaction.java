package dev.kvclient.kuzzle.internal.ms;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.error.KvException;
import dev.kvclient.kuzzle.ms.KuzzleTransaction;
import dev.kvclient.kuzzle.ms.KuzzleTransactionResult;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.Exchange;
import dev.kvclient.spi.Futures;
import dev.kvclient.spi.NativeCommand;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Commands that are carried out as one. */
final class Transaction implements NativeCommand<List<?>> {
    private final MsWire wire;
    private final List<Member<?, ?>> members;
    private final List<String> keys;
    private final Effect effect;

    Transaction(MsWire wire, List<Member<?, ?>> members) {
        this.wire = wire;
        this.members = members;
        this.keys = members.stream()
                .flatMap(member -> member.call().keys().stream())
                .distinct()
                .toList();
        this.effect = effect(members);
    }

    /** Lets the application name the commands. What that throws is thrown on, and the futures are not waited for. */
    private static Transaction collect(MsApi api, Consumer<? super KuzzleTransaction> commands) {
        Recorder recorder = new Recorder(api.pipeline());
        KuzzleTransaction face = MsFaces.transaction(new MsApi(api.wire(), recorder, api.options()));
        try {
            commands.accept(face);
        } catch (RuntimeException e) {
            recorder.end().forEach(member -> member.future().completeExceptionally(e));
            throw e;
        }
        return new Transaction(api.wire(), recorder.end());
    }

    static KuzzleTransactionResult call(MsApi api, Consumer<? super KuzzleTransaction> commands) {
        Transaction transaction = collect(api, commands);
        try {
            return api.pipeline().call(transaction, api.options(), transaction::settle);
        } catch (RuntimeException e) {
            transaction.fail(e);
            throw e;
        }
    }

    static CompletableFuture<KuzzleTransactionResult> submit(MsApi api, Consumer<? super KuzzleTransaction> commands) {
        Transaction transaction;
        try {
            transaction = collect(api, commands);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
        CompletableFuture<KuzzleTransactionResult> result =
                api.pipeline().submit(transaction, api.options(), transaction::settle);
        // Not in the place of the result, so that cancelling it withdraws the request.
        var unused = result.whenComplete((done, thrown) -> {
            if (thrown != null) {
                transaction.fail(Futures.cause(thrown));
            }
        });
        return result;
    }

    /**
     * Nothing if all read. Repeated it does the same again only if it has one write that does, or if none of its writes
     * looks at what was there: a set that is stored from another and then changed is not what it was.
     */
    private static Effect effect(List<Member<?, ?>> members) {
        List<MsCall<?>> writes = members.stream()
                .<MsCall<?>>map(Member::call)
                .filter(call -> call.effect() != Effect.READ)
                .toList();
        if (writes.isEmpty()) {
            return Effect.READ;
        }
        if (writes.size() == 1) {
            return writes.get(0).effect();
        }
        return writes.stream().allMatch(MsCall::absolute) ? Effect.IDEMPOTENT_WRITE : Effect.WRITE;
    }

    private KuzzleTransactionResult settle(List<?> replies) {
        Map<Integer, KvException> failures = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            int place = i;
            members.get(i).settle(replies.get(i)).ifPresent(failure -> failures.put(place, failure));
        }
        return new KuzzleTransactionResult(members.size(), failures);
    }

    private void fail(Throwable thrown) {
        members.forEach(member -> member.future().completeExceptionally(thrown));
    }

    @Override
    public String operation() {
        return "ms:" + MsAction.MEXECUTE.wireName();
    }

    @Override
    public List<String> keys() {
        return keys;
    }

    @Override
    public Effect effect() {
        return effect;
    }

    @Override
    public boolean barrier() {
        return members.stream().anyMatch(member -> member.call().barrier());
    }

    @Override
    public long weight() {
        return members.stream().mapToLong(member -> member.call().weight()).sum();
    }

    @Override
    public CompletionStage<List<?>> run(Exchange x) {
        return x.send(wire.message(
                x, MsAction.MEXECUTE.wireName(), effect, keys, this::write, parser -> replies(Tree.read(parser))));
    }

    private void write(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("body");
        json.writeArrayFieldStart("actions");
        for (Member<?, ?> member : members) {
            json.writeStartObject();
            json.writeStringField("action", member.call().action().wireName());
            json.writeObjectFieldStart("args");
            member.call().arguments().write(json);
            json.writeEndObject();
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeEndObject();
    }

    private List<?> replies(@Nullable Object tree) {
        List<?> replies = Replies.list(tree);
        if (replies.size() != members.size()) {
            throw Replies.unexpected("the results of " + members.size() + " commands", tree);
        }
        return replies;
    }

    /** Names the keys, no argument. */
    @Override
    public String toString() {
        return operation() + keys;
    }
}
