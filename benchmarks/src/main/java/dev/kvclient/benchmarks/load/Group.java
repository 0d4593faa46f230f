package dev.kvclient.benchmarks.load;

import java.util.Locale;

/**
 * What is compared with each other.
 *
 * @param server the server
 * @param operation what the requests do
 * @param size bytes of a value
 * @param window how many requests are in flight; 0 for an open loop
 */
record Group(String server, Operation operation, int size, int window) {
    boolean isOpen() {
        return window == 0;
    }

    String title() {
        return title(server, operation.word(), size, window);
    }

    static String title(String server, String operation, int size, int window) {
        String how = window == 0 ? "open loop" : "window " + window;
        return String.format(Locale.ROOT, "%s %s, %s, %s", server, operation, bytes(size), how);
    }

    static String bytes(int size) {
        return size >= 1_024 && size % 1_024 == 0 ? size / 1_024 + " KB" : size + " B";
    }
}
