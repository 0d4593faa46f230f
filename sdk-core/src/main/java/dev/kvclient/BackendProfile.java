package dev.kvclient;

import static dev.kvclient.Capability.CHANGE_EXPIRY;
import static dev.kvclient.Capability.CLEAR;
import static dev.kvclient.Capability.COUNT;
import static dev.kvclient.Capability.COUNT_PREFIX;
import static dev.kvclient.Capability.DELETE_IF_VERSION;
import static dev.kvclient.Capability.DELETE_PREFIX;
import static dev.kvclient.Capability.EXPIRY;
import static dev.kvclient.Capability.EXPIRY_IN_BATCH;
import static dev.kvclient.Capability.INCREMENT;
import static dev.kvclient.Capability.LIST;
import static dev.kvclient.Capability.LIST_PAGED;
import static dev.kvclient.Capability.METADATA;
import static dev.kvclient.Capability.READ_EXPIRY;
import static dev.kvclient.Capability.READ_WRITE;
import static dev.kvclient.Capability.REFRESH_ON_ACCESS;
import static dev.kvclient.Capability.SET_IF_ABSENT;
import static dev.kvclient.Capability.SET_IF_PRESENT;
import static dev.kvclient.Capability.SET_IF_VERSION;
import static dev.kvclient.Capability.TELL_DELETED;
import static dev.kvclient.Capability.TELL_DELETED_IN_BATCH;
import static dev.kvclient.Capability.TELL_SET_EFFECT;

/**
 * What each backend can do with its usual settings. The adapters report these, and {@link MemoryBackend#like} plays
 * them, so that a unit test meets the limits of production.
 */
public final class BackendProfile {
    private static final String LISTED_HERE = "all keys come in one answer and are filtered here";

    /** Everything: what the backend in memory can do. */
    public static final Capabilities MEMORY =
            Capabilities.builder().natively(Capability.values()).build();

    /** Kuzzle's memory storage. A frame, and so a value, is at most 1 MiB with the server's default settings. */
    public static final Capabilities KUZZLE = Capabilities.builder()
            .natively(
                    READ_WRITE,
                    SET_IF_ABSENT,
                    SET_IF_PRESENT,
                    TELL_DELETED,
                    READ_EXPIRY,
                    CHANGE_EXPIRY,
                    LIST_PAGED,
                    COUNT)
            .natively(EXPIRY, "expireAt is turned into a time to live by the client's clock")
            .natively(INCREMENT, "exact below 2^53: the server's numbers are those of JavaScript")
            .natively(LIST, "a key may be given twice, and one written meanwhile may be missed")
            .natively(CLEAR, "wipes the whole database, also what others have stored")
            .emulated(EXPIRY_IN_BATCH, "one transaction (mexecute) for each part of the batch")
            .emulated(COUNT_PREFIX, "lists all keys and counts those of the prefix; needs memory for them")
            .emulated(DELETE_PREFIX, "lists the keys, then deletes exactly those; not atomic")
            .unsupported(SET_IF_VERSION, "Kuzzle's memory storage has no versions")
            .unsupported(DELETE_IF_VERSION, "Kuzzle's memory storage has no versions")
            .unsupported(TELL_SET_EFFECT, "Kuzzle answers OK for both")
            .unsupported(TELL_DELETED_IN_BATCH, "Kuzzle answers with the number of all that were removed")
            .unsupported(METADATA, "Kuzzle's memory storage keeps nothing beside a value")
            .unsupported(REFRESH_ON_ACCESS, "Redis does not move an expiry by reading")
            .limits(Limits.none().maxRequestBytes(1L << 20).maxBatchKeys(1_000))
            .clearAsksForConfirmation(true)
            .build();

    /** NemesisDB of the session generation (A). */
    public static final Capabilities NDB_SESSION = ndb().natively(
                    SET_IF_ABSENT, TELL_SET_EFFECT, TELL_DELETED, TELL_DELETED_IN_BATCH)
            .limits(Limits.none().maxRequestBytes(1_024))
            .build();

    /** NemesisDB of the status generation (B). */
    public static final Capabilities NDB_STATUS = ndb().unsupported(
                    SET_IF_ABSENT, "the answer does not tell whether it was added; the native add remains")
            .unsupported(TELL_SET_EFFECT, "the status generation answers with one status for the request")
            .unsupported(TELL_DELETED, "the status generation answers with one status for the request")
            .unsupported(TELL_DELETED_IN_BATCH, "the status generation answers with one status for the request")
            .limits(Limits.none().maxRequestBytes(8_192))
            .build();

    /** Versori's KV store. */
    public static final Capabilities VERSORI = Capabilities.builder()
            .natively(
                    READ_WRITE,
                    SET_IF_ABSENT,
                    SET_IF_VERSION,
                    EXPIRY,
                    EXPIRY_IN_BATCH,
                    READ_EXPIRY,
                    LIST_PAGED,
                    METADATA,
                    REFRESH_ON_ACCESS)
            .natively(COUNT, "")
            .natively(LIST, "whole segments are filtered by the server, the rest here")
            .natively(COUNT_PREFIX, "for whole segments; otherwise listed and counted here")
            .emulated(SET_IF_PRESENT, "read, then written under the condition of the version read")
            .emulated(INCREMENT, "compare and set; the expiry is carried on, metadata and refresh on access are lost")
            .emulated(DELETE_PREFIX, "lists the keys, then deletes exactly those; not atomic")
            .emulated(CLEAR, "lists the keys, then deletes exactly those; not atomic")
            .unsupported(DELETE_IF_VERSION, "the answer does not tell whether the condition held")
            .unsupported(CHANGE_EXPIRY, "writing the value again would lose its metadata")
            .unsupported(TELL_SET_EFFECT, "the answer tells the new version only")
            .unsupported(TELL_DELETED, "the answer is the same for a key that was not there")
            .unsupported(TELL_DELETED_IN_BATCH, "the answer is the same for keys that were not there")
            .limits(Limits.none().maxBatchKeys(100))
            .clearAsksForConfirmation(true)
            .build();

    private BackendProfile() {}

    private static Capabilities.Builder ndb() {
        return Capabilities.builder()
                .natively(READ_WRITE, COUNT, CLEAR)
                .emulated(LIST, LISTED_HERE + "; refused above a number of keys that is a setting")
                .emulated(COUNT_PREFIX, LISTED_HERE)
                .emulated(DELETE_PREFIX, LISTED_HERE + ", then exactly those are deleted; not atomic")
                .unsupported(SET_IF_PRESENT, "NDB has no such condition")
                .unsupported(SET_IF_VERSION, "NDB has no versions")
                .unsupported(DELETE_IF_VERSION, "NDB has no versions")
                .unsupported(EXPIRY, "keys do not expire; sessions of the session generation do, as a whole")
                .unsupported(EXPIRY_IN_BATCH, "keys do not expire")
                .unsupported(READ_EXPIRY, "keys do not expire")
                .unsupported(CHANGE_EXPIRY, "keys do not expire")
                .unsupported(INCREMENT, "NDB has no counters, and no condition to make one with")
                .unsupported(LIST_PAGED, "NDB lists all keys in one answer")
                .unsupported(METADATA, "NDB keeps nothing beside a value")
                .unsupported(REFRESH_ON_ACCESS, "keys do not expire");
    }
}
