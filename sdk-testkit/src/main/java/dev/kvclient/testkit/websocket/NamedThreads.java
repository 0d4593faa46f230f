package dev.kvclient.testkit.websocket;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the named daemon threads of one pool, and waits until they are gone: a pool ends before its last thread does.
 */
public final class NamedThreads implements ThreadFactory {

    private final String name;
    private final List<Thread> made = new CopyOnWriteArrayList<>();

    /**
     * For one pool.
     *
     * @param name the name of its threads
     */
    public NamedThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        made.add(thread);
        return thread;
    }

    /**
     * Waits for the threads of a pool that was shut down.
     *
     * @param patience how long for each
     */
    public void join(Duration patience) throws InterruptedException {
        for (Thread thread : made) {
            thread.join(patience.toMillis());
        }
    }
}
