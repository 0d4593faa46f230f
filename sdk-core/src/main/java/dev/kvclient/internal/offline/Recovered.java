package dev.kvclient.internal.offline;

import java.util.Optional;

/**
 * What a file held.
 *
 * @param journal its id; empty if it had none or it cannot be read any more
 * @param generation of the file; 0 if there was none
 * @param state what was in the queue
 * @param nextSequence higher than each that was given to anybody
 * @param maxOrder the highest place in the order of calls that was stored
 * @param damage what was wrong
 */
record Recovered(
        Optional<String> journal,
        long generation,
        QueueState state,
        long nextSequence,
        long maxOrder,
        Optional<Damage> damage) {}
