package dev.kvclient.versori.internal;

/** The operations of the platform's API that this adapter uses, by the names of the vendor's description. */
enum Operation {
    CREATE_STORE("CreateStore", "POST"),
    LIST_STORES("ListStores", "GET"),
    GET("GetKV", "GET"),
    SET("SetKV", "PUT"),
    DELETE("DeleteKV", "DELETE"),
    BATCH_GET("BatchGetKV", "POST"),
    BATCH_SET("BatchSetKV", "PUT"),
    BATCH_DELETE("BatchDeleteKV", "DELETE"),
    LIST("ListKV", "POST"),
    COUNT("CountKV", "POST");

    private final String id;
    private final String verb;

    Operation(String id, String verb) {
        this.id = id;
        this.verb = verb;
    }

    /** The name in the vendor's description. */
    String id() {
        return id;
    }

    String verb() {
        return verb;
    }
}
