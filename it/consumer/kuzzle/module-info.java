module consumer.kuzzle {
    requires dev.kvclient.core;
    requires dev.kvclient.kuzzle;
}
