package dev.kvclient.benchmarks.load;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A variant whose client gives futures. */
final class Futures implements Variant {
    private final String name;
    private final Client client;
    private Workload workload = Workload.ofSize(Workload.SMALLEST);

    /** A client, as far as it is measured. */
    interface Client extends AutoCloseable {
        /** Stores a value; gives whether it is stored. */
        CompletableFuture<Boolean> set(String key, String value);

        /** Reads a value. */
        CompletableFuture<Optional<String>> get(String key);

        /** Stores a value and waits, in the way that the client offers for that. */
        boolean setNow(String key, String value) throws Exception;

        /** Reads a value and waits, in the way that the client offers for that. */
        Optional<String> getNow(String key) throws Exception;

        @Override
        void close();
    }

    Futures(String name, Client client) {
        this.name = name;
        this.client = client;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void use(Workload values) {
        workload = values;
    }

    @Override
    public void call(Operation operation, int key) throws Exception {
        boolean right = operation == Operation.SET
                ? client.setNow(workload.key(key), workload.value(key))
                : isRight(client.getNow(workload.key(key)), key);
        if (!right) {
            throw wrong(operation);
        }
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // The sink is told, whatever happens.
    public void start(Operation operation, int key, int request, Sink sink) {
        if (operation == Operation.SET) {
            client.set(workload.key(key), workload.value(key))
                    .whenComplete((done, failure) -> sink.ended(
                            request, failure == null && !Boolean.TRUE.equals(done) ? wrong(operation) : failure));
        } else {
            client.get(workload.key(key))
                    .whenComplete((value, failure) ->
                            sink.ended(request, failure == null && !isRight(value, key) ? wrong(operation) : failure));
        }
    }

    private boolean isRight(Optional<String> value, int key) {
        return value.isPresent() && value.get().equals(workload.value(key));
    }

    private WrongAnswerException wrong(Operation operation) {
        return new WrongAnswerException(name + ": a wrong answer to a " + operation.word());
    }

    @Override
    public void close() {
        client.close();
    }
}
