/** The adapter for NemesisDB, both protocol generations. */
module dev.kvclient.ndb {
    requires com.fasterxml.jackson.core;
    requires transitive dev.kvclient.core;
    requires static transitive org.jspecify;

    exports dev.kvclient.ndb;

    provides dev.kvclient.spi.KvProvider with
            dev.kvclient.ndb.internal.NdbProvider;
}
