module consumer.ms {
    requires dev.kvclient.core;
    requires dev.kvclient.kuzzle;
}
