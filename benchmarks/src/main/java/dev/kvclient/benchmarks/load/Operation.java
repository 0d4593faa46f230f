package dev.kvclient.benchmarks.load;

/** What a request does. */
enum Operation {
    SET,
    GET;

    /** As it is written in tables. */
    String word() {
        return this == SET ? "set" : "get";
    }
}
