package dev.kvclient.testkit.ndb.engine;

/** JSON's null, as a value. */
enum JsonNull {
    /** The only one. */
    NULL
}
