module consumer.ndb {
    requires dev.kvclient.core;
    requires dev.kvclient.ndb;
}
