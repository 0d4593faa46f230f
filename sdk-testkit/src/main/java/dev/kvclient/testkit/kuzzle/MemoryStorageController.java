package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.kuzzle.ms.MemoryStorage;

/** The controller {@code ms}. */
final class MemoryStorageController implements Controller {

    private final MemoryStorage storage;

    MemoryStorageController(MemoryStorage storage) {
        this.storage = storage;
    }

    @Override
    public boolean knows(String action) {
        return storage.knows(action);
    }

    @Override
    public JsonNode run(String action, Call call) {
        return storage.execute(action, call.request());
    }
}
