module consumer.core {
    requires dev.kvclient.core;
}
