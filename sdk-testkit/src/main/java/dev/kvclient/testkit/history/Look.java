package dev.kvclient.testkit.history;

/**
 * A sum that an operation told of a counter.
 *
 * @param sum what it told; of an addition, with its own share
 * @param before the same without its own share
 * @param by when it was so already, in the order of its client
 * @param operation who told it
 */
record Look(long sum, long before, long by, Operation operation) {
    boolean isAddition() {
        return operation.action() == Action.ADD;
    }
}
