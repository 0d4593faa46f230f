package dev.kvclient.testkit.storm;

import dev.kvclient.KvEntry;
import dev.kvclient.SetOptions;
import dev.kvclient.testkit.history.Seen;

/**
 * The condition of a write, and what its answer says of the key.
 *
 * @param options that ask for it
 * @param whenWritten what is known of the key right before the write
 * @param whenNotWritten what is known of the key if it was not written
 */
record WriteCondition(SetOptions options, Seen whenWritten, Seen whenNotWritten) {
    static final WriteCondition NONE = new WriteCondition(SetOptions.none(), Seen.nothing(), Seen.nothing());
    static final WriteCondition ABSENT =
            new WriteCondition(SetOptions.none().ifAbsent(), Seen.absent(), Seen.present());
    static final WriteCondition PRESENT =
            new WriteCondition(SetOptions.none().ifPresent(), Seen.present(), Seen.absent());

    static WriteCondition unchanged(KvEntry<String> entry) {
        return new WriteCondition(SetOptions.none().ifUnchanged(entry), Seen.value(entry.value()), Seen.nothing());
    }
}
