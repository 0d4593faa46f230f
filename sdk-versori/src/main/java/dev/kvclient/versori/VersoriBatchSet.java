package dev.kvclient.versori;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What Versori says of a batch of writes. Immutable.
 *
 * <p>The server names the keys that failed. What it says of the others carries no key, and no order is promised.
 */
public interface VersoriBatchSet {
    /** The results of those that did not fail, in an order that says nothing. Unmodifiable. */
    List<CommitResult> successes();

    /** The keys that failed, and why. Unmodifiable. */
    Map<VersoriKey, VersoriError> failures();

    /**
     * The keys that were certainly written: all that did not fail, if every one of those was committed; otherwise none,
     * for nobody can tell which they are. Unmodifiable.
     */
    Set<VersoriKey> committed();
}
