package dev.kvclient.testkit.kuzzle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;

/**
 * Makes the named daemon threads of one pool, and waits until they are gone: a pool ends before its last thread does.
 */
final class Threads implements ThreadFactory {

    private final String name;
    private final List<Thread> made = new CopyOnWriteArrayList<>();

    Threads(String name) {
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
    void join(Duration patience) throws InterruptedException {
        for (Thread thread : made) {
            thread.join(patience.toMillis());
        }
    }
}
