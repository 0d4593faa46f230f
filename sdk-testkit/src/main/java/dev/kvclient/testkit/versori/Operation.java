package dev.kvclient.testkit.versori;

/** The operations of the API. Each has the name of its {@code operationId} in the description. */
public enum Operation {
    /** {@code POST /o/{organisation_id}/store}. */
    CREATE_STORE("CreateStore"),
    /** {@code GET /o/{organisation_id}/store}. */
    LIST_STORES("ListStores"),
    /** {@code GET /store/{store}/kv/{key}}. */
    GET_KV("GetKV"),
    /** {@code PUT /store/{store}/kv/{key}}. */
    SET_KV("SetKV"),
    /** {@code DELETE /store/{store}/kv/{key}}. */
    DELETE_KV("DeleteKV"),
    /** {@code POST /store/{store}/kv/batch}. */
    BATCH_GET_KV("BatchGetKV"),
    /** {@code PUT /store/{store}/kv/batch}. */
    BATCH_SET_KV("BatchSetKV"),
    /** {@code DELETE /store/{store}/kv/batch}. */
    BATCH_DELETE_KV("BatchDeleteKV"),
    /** {@code POST /store/{store}/kv/list}. */
    LIST_KV("ListKV"),
    /** {@code POST /store/{store}/kv/count}. */
    COUNT_KV("CountKV");

    private final String operationId;

    Operation(String operationId) {
        this.operationId = operationId;
    }

    /** Returns the {@code operationId} of the description. */
    public String operationId() {
        return operationId;
    }
}
