package dev.kvclient.it;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.codelibs.elasticsearch.runner.ElasticsearchClusterRunner;

/**
 * Runs one Elasticsearch node on loopback until the process is told to end.
 * Arguments: data directory, HTTP port, transport port.
 */
public final class SearchEngine {
    private SearchEngine() {}

    public static void main(String[] args) throws Exception {
        String base = Path.of(args[0]).toAbsolutePath().toString();
        String httpPort = args[1];
        String transportPort = args[2];

        ElasticsearchClusterRunner node = new ElasticsearchClusterRunner();
        node.onBuild((index, settings) -> {
            settings.put("network.host", "127.0.0.1");
            settings.put("http.port", httpPort);
            settings.put("transport.port", transportPort);
            settings.put("discovery.type", "single-node");
            settings.put("cluster.routing.allocation.disk.threshold_enabled", false);
            settings.put("action.auto_create_index", true);
        });
        node.build(ElasticsearchClusterRunner.newConfigs()
                .basePath(base)
                .clusterName("kvclient-it")
                .numOfNode(1)
                .disableESLogger());

        CountDownLatch end = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                node.close();
            } catch (Exception e) {
                e.printStackTrace();
            }
            end.countDown();
        }));
        node.ensureYellow();
        System.out.println("search engine ready on 127.0.0.1:" + httpPort);
        end.await();
    }
}
