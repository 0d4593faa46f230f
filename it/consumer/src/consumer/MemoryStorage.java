package consumer;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;

/** An application that works in Kuzzle's memory storage alone: first over WebSocket, then over HTTP if it can. */
public final class MemoryStorage {
    private MemoryStorage() {}

    public static void main(String[] args) {
        work("websocket", args[0]);
        System.out.println("okhttp " + isThere("okhttp3.OkHttpClient"));
        try {
            work("http", args[1]);
        } catch (KvRequestException e) {
            System.out.println("http " + e.outcome() + " " + e.getMessage().contains("com.squareup.okhttp3:okhttp-jvm")
                    + " " + e.getMessage().contains("--add-modules okhttp3"));
        }
    }

    private static void work(String over, String url) {
        try (KvClient kv = KvClient.connect(url)) {
            KuzzleMemoryStorage ms = kv.unwrap(KuzzleClient.class).ms();
            ms.set("greeting", "hello");
            ms.zadd("scores:" + over, 7, "ada");
            System.out.println(over + " " + ms.get("greeting").orElseThrow() + " "
                    + ms.zscore("scores:" + over, "ada").orElseThrow());
        }
    }

    private static boolean isThere(String name) {
        try {
            Class.forName(name, false, MemoryStorage.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
