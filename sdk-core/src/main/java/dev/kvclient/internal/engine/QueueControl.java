package dev.kvclient.internal.engine;

import dev.kvclient.Receipt;
import dev.kvclient.internal.offline.Journal;
import dev.kvclient.offline.DeadLetter;
import dev.kvclient.offline.Delivery;
import dev.kvclient.offline.OfflineQueue;
import dev.kvclient.offline.QueueDamage;
import dev.kvclient.offline.QueuedRequest;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The offline queue, as the application sees it. */
record QueueControl(
        Engine engine,
        Gate gate,
        WaitingLine line,
        @Nullable Acceptance acceptance) implements OfflineQueue {
    @Override
    public int entries() {
        return line.entries();
    }

    @Override
    public long bytes() {
        return line.bytes();
    }

    @Override
    public Duration oldestAge() {
        return line.oldestAge();
    }

    @Override
    public boolean isPaused() {
        return gate.isPaused();
    }

    @Override
    public List<QueuedRequest> peek() {
        return line.peek();
    }

    @Override
    public void pause() {
        requireEnabled();
        gate.stopByHand();
    }

    @Override
    public void resume() {
        requireEnabled();
        gate.goOnByHand();
    }

    @Override
    public void replayNow() {
        requireEnabled();
        engine.backend().connectNow();
        gate.hurry();
    }

    @Override
    public int discard() {
        return line.discard();
    }

    @Override
    public boolean cancel(Receipt receipt) {
        Objects.requireNonNull(receipt, "receipt");
        OptionalLong stored = sequence(receipt);
        if (stored.isPresent()) {
            long sequence = stored.getAsLong();
            return line.cancel(one -> one.call.isTold() && Acceptance.is(one.call.onDisk(), sequence));
        }
        String text = receipt.toString();
        return line.cancel(one -> !one.call.isTold() && text.equals(ShownRequest.IN_MEMORY + one.call.queueNumber));
    }

    @Override
    public Optional<Delivery> outcome(Receipt receipt) {
        Objects.requireNonNull(receipt, "receipt");
        OptionalLong stored = sequence(receipt);
        return stored.isPresent() ? journal().flatMap(j -> j.outcome(stored.getAsLong())) : Optional.empty();
    }

    @Override
    public List<DeadLetter> deadLetters() {
        return journal().map(Journal::deadLetters).orElse(List.of());
    }

    @Override
    public boolean retryDeadLetter(Receipt receipt) {
        Objects.requireNonNull(receipt, "receipt");
        OptionalLong stored = sequence(receipt);
        return acceptance != null && stored.isPresent() && acceptance.revive(stored.getAsLong());
    }

    @Override
    public boolean removeDeadLetter(Receipt receipt) {
        Objects.requireNonNull(receipt, "receipt");
        OptionalLong stored = sequence(receipt);
        return stored.isPresent()
                && journal()
                        .map(j -> j.remove(stored.getAsLong(), engine.time().now()))
                        .orElse(false);
    }

    @Override
    public Optional<QueueDamage> damage() {
        return journal().flatMap(Journal::damage);
    }

    private Optional<Journal> journal() {
        return Optional.ofNullable(acceptance).map(Acceptance::journal);
    }

    private OptionalLong sequence(Receipt receipt) {
        return acceptance == null ? OptionalLong.empty() : acceptance.journal().sequence(receipt);
    }

    private void requireEnabled() {
        if (!line.isEnabled()) {
            throw Failures.wrong("this client has no offline queue");
        }
    }

    @Override
    public String toString() {
        return "OfflineQueue[" + entries() + " requests, " + bytes() + " bytes" + (isPaused() ? ", paused" : "") + "]";
    }
}
