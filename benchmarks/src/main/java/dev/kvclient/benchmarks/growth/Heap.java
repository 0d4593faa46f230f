package dev.kvclient.benchmarks.growth;

import java.lang.management.ManagementFactory;

/** How much of the heap is in use, once what nobody needs is gone. */
final class Heap {
    private static final int COLLECTIONS = 3;

    private Heap() {}

    /** In bytes. */
    static long used() {
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
