/** The adapter for Kuzzle's memory storage. */
module dev.kvclient.kuzzle {
    requires com.fasterxml.jackson.core;
    requires transitive dev.kvclient.core;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.kvclient.kuzzle;
    exports dev.kvclient.kuzzle.ms;

    provides dev.kvclient.spi.KvProvider with
            dev.kvclient.kuzzle.internal.KuzzleProvider;
}
