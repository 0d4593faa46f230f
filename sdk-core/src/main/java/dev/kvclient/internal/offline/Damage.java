package dev.kvclient.internal.offline;

import dev.kvclient.offline.QueueDamage;
import java.nio.file.Path;
import java.util.Optional;

/** What was found. */
record Damage(long afterSequence, String problem, int setAside, Optional<Path> file) implements QueueDamage {
    Damage kept(Path path) {
        return new Damage(afterSequence, problem, setAside, Optional.of(path));
    }
}
