/** The adapter for the KV store of the Versori platform. */
module dev.kvclient.versori {
    requires com.fasterxml.jackson.core;
    // Only for signing keys, and then added by --add-modules.
    requires static com.nimbusds.jose.jwt;
    requires transitive dev.kvclient.core;
    requires transitive okhttp3;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.kvclient.versori;

    provides dev.kvclient.spi.KvProvider with
            dev.kvclient.versori.internal.VersoriProvider;
}
