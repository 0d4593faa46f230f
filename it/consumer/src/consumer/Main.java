package consumer;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvRequestException;

/** An application; the answer tells which adapters it was given. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        try (KvClient kv = KvClient.connect("memory:")) {
            kv.set("greeting", "hello");
            System.out.println("value " + kv.get("greeting", String.class).orElseThrow());
        }
        try (KvClient kv = KvClient.connect("nonesuch://127.0.0.1")) {
            throw new AssertionError("connected to " + kv);
        } catch (KvRequestException e) {
            for (String scheme : new String[] {"memory", "kuzzle", "ndb", "versori"}) {
                System.out.println(scheme + " " + e.getMessage().contains(scheme));
            }
        }
    }
}
