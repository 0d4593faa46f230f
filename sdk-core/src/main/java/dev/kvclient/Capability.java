package dev.kvclient;

/**
 * Something that a backend may be able to do. {@link KvOperations#capabilities()} tells which, and how well; what a
 * backend cannot do is refused before anything is sent.
 */
public enum Capability {
    /** Read, write and remove a value, test for it, and do so for several keys at once. Every backend can. */
    READ_WRITE,
    /** {@link SetOptions#ifAbsent()}. */
    SET_IF_ABSENT,
    /** {@link SetOptions#ifPresent()}. */
    SET_IF_PRESENT,
    /** Entries carry a version, and {@link SetOptions#ifVersion} and {@link KvOperations#update} rely on it. */
    SET_IF_VERSION,
    /** {@link DeleteOptions#ifVersion}. */
    DELETE_IF_VERSION,
    /** A write tells whether it created or updated ({@link SetResult#effect()}). */
    TELL_SET_EFFECT,
    /** A single delete tells whether the key was there ({@link DeleteResult#existed()}). */
    TELL_DELETED,
    /** The same in a batch of deletes. */
    TELL_DELETED_IN_BATCH,
    /** {@link SetOptions#ttl} and {@link SetOptions#expireAt}. */
    EXPIRY,
    /** The same in a batch. */
    EXPIRY_IN_BATCH,
    /** {@link KvOperations#ttl}, and {@link KvEntry#expiresAt()}. */
    READ_EXPIRY,
    /** {@link KvOperations#expire} and {@link KvOperations#persist} on an existing key. */
    CHANGE_EXPIRY,
    /** {@link KvOperations#increment}. */
    INCREMENT,
    /** List keys by prefix. */
    LIST,
    /** List in pages, so that the work and the memory of one call are bounded, and go on from a {@link Cursor}. */
    LIST_PAGED,
    /** Count all keys. */
    COUNT,
    /** Count the keys of a prefix. */
    COUNT_PREFIX,
    /** {@link KvOperations#deletePrefix}. */
    DELETE_PREFIX,
    /** {@link KvOperations#clear}. */
    CLEAR,
    /** Metadata beside a value: written, and usable as a filter of a {@link Scan}; not read back. */
    METADATA,
    /** {@link SetOptions#refreshOnAccess()}. */
    REFRESH_ON_ACCESS
}
