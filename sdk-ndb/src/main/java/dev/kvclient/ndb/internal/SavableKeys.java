package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.Collection;

/** v0.9 writes names into a save as they are: one with a quote makes the whole of it unreadable. */
final class SavableKeys {
    private SavableKeys() {}

    /**
     * Lets keys pass that can be saved, and all if the client was not told to refuse others.
     *
     * @throws KvRequestException if there is one that cannot
     */
    static void require(NdbSettings settings, Collection<String> keys) {
        if (!settings.savableKeysOnly()) {
            return;
        }
        for (String key : keys) {
            if (key.chars().anyMatch(c -> c == '"' || c == '\\' || c < ' ')) {
                throw new KvRequestException(Failure.of(
                                Outcome.NOT_SENT,
                                "a key with a quote, a backslash or a control character makes a save of this server"
                                        + " unreadable, and the client was told to refuse such keys")
                        .key(key));
            }
        }
    }
}
