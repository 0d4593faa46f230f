package dev.kvclient.offline;

import java.nio.file.Path;
import java.util.Optional;

/** What was found wrong with the file of a durable queue when it was opened. Immutable. */
public interface QueueDamage {
    /** The last sequence number up to which everything is there; 0 if that cannot be said of any. */
    long afterSequence();

    /** What was found, in words. */
    String problem();

    /** How many intact requests behind the damage were moved to the list of dead letters, and are not sent by themselves. */
    int setAside();

    /** Where the damaged file was moved for a closer look, if it was. */
    Optional<Path> file();
}
