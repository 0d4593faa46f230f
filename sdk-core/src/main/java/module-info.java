/** The API of the suite, its engine, the SPI for adapters and the backend in memory. */
module dev.kvclient.core {
    // Only for a durable offline queue, and then added by --add-modules.
    requires static com.h2database.mvstore;
    requires com.fasterxml.jackson.core;
    requires transitive com.fasterxml.jackson.databind;
    requires com.fasterxml.jackson.datatype.jdk8;
    requires com.fasterxml.jackson.datatype.jsr310;
    requires io.github.resilience4j.core;
    requires io.github.resilience4j.retry;
    requires org.java_websocket;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.kvclient;
    exports dev.kvclient.codec;
    exports dev.kvclient.error;
    exports dev.kvclient.offline;
    exports dev.kvclient.spi;
    exports dev.kvclient.transport;

    uses dev.kvclient.spi.KvProvider;

    provides dev.kvclient.spi.KvProvider with
            dev.kvclient.internal.memory.MemoryProvider;
}
