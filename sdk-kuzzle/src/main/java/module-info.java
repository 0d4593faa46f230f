/** The adapter for Kuzzle's memory storage. */
module dev.kvclient.kuzzle {
    requires com.fasterxml.jackson.core;
    requires transitive dev.kvclient.core;
    // Only for kuzzle+http and kuzzle+https, and then added by --add-modules.
    requires static okhttp3;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.kvclient.kuzzle;
    exports dev.kvclient.kuzzle.auth;
    exports dev.kvclient.kuzzle.ms;
    exports dev.kvclient.kuzzle.server;

    provides dev.kvclient.spi.KvProvider with
            dev.kvclient.kuzzle.internal.KuzzleProvider;
}
