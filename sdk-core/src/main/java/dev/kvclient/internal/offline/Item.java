package dev.kvclient.internal.offline;

/** A record to be written. */
final class Item {
    private final RecordType type;
    private final long sequence;
    private final long order;
    private final byte[] body;

    /**
     * Makes one.
     *
     * @param order the place in the order of calls, if the record gives one; else 0
     * @param body not copied
     */
    Item(RecordType type, long sequence, long order, byte[] body) {
        this.type = type;
        this.sequence = sequence;
        this.order = order;
        this.body = body;
    }

    RecordType type() {
        return type;
    }

    /** Of the request that it is about. */
    long sequence() {
        return sequence;
    }

    long order() {
        return order;
    }

    /** Not to be changed. */
    byte[] body() {
        return body;
    }
}
