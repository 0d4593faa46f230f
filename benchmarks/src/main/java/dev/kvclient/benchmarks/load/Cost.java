package dev.kvclient.benchmarks.load;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

/**
 * What this process has used: processor time, of all its threads, the garbage collector's and the compiler's among
 * them; and bytes allocated by all threads that live at the end.
 */
final class Cost {
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long cpuNanos = SYSTEM.getProcessCpuTime();
    private final Map<Long, Long> allocated = allocated();

    private Cost() {}

    /** From now on. */
    static Cost begin() {
        return new Cost();
    }

    /** Since the beginning. */
    Used used() {
        long cpu = SYSTEM.getProcessCpuTime() - cpuNanos;
        long bytes = 0;
        for (Map.Entry<Long, Long> thread : allocated().entrySet()) {
            bytes += thread.getValue() - allocated.getOrDefault(thread.getKey(), 0L);
        }
        return new Used(cpu, bytes);
    }

    /** By thread. There is a call for all at once, but not in 17. */
    private static Map<Long, Long> allocated() {
        long[] ids = THREADS.getAllThreadIds();
        long[] bytes = THREADS.getThreadAllocatedBytes(ids);
        Map<Long, Long> byThread = new HashMap<>();
        for (int i = 0; i < ids.length; i++) {
            if (bytes[i] >= 0) {
                byThread.put(ids[i], bytes[i]);
            }
        }
        return byThread;
    }

    /**
     * What was used.
     *
     * @param cpuNanos of processor time
     * @param bytes allocated
     */
    record Used(long cpuNanos, long bytes) {}
}
