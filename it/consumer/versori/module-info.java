module consumer.versori {
    requires dev.kvclient.core;
    requires dev.kvclient.versori;
}
