/** In-process servers, a time for tests, recorded answers of real servers, and the contract test for adapters. */
module dev.kvclient.testkit {
    requires com.fasterxml.jackson.core;
    requires com.fasterxml.jackson.databind;
    requires transitive dev.kvclient.core;
    requires mockwebserver3;
    requires okhttp3;
    requires okio;
    requires org.java_websocket;
    requires static transitive org.assertj.core;
    requires static transitive org.junit.jupiter.api;
    requires static transitive org.jspecify;
    requires transitive org.slf4j;

    exports dev.kvclient.testkit;
    exports dev.kvclient.testkit.contract;
    exports dev.kvclient.testkit.fixture;
    exports dev.kvclient.testkit.history;
    exports dev.kvclient.testkit.kuzzle;
    exports dev.kvclient.testkit.ndb;
    exports dev.kvclient.testkit.proxy;
    exports dev.kvclient.testkit.storm;
    exports dev.kvclient.testkit.vectors;
    exports dev.kvclient.testkit.versori;

    // For JUnit, which calls the cases, and Jackson, which reads and writes their values.
    opens dev.kvclient.testkit.contract;
    opens dev.kvclient.testkit.storm;
}
