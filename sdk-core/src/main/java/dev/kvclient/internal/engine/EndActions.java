package dev.kvclient.internal.engine;

import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be done when a call ends. Most calls have nothing. */
final class EndActions {
    private static final Logger LOG = LoggerFactory.getLogger(Call.class);

    private @Nullable Set<Runnable> actions;

    synchronized void add(Runnable action) {
        if (actions == null) {
            actions = new LinkedHashSet<>();
        }
        actions.add(action);
    }

    synchronized void remove(Runnable action) {
        if (actions != null) {
            actions.remove(action);
        }
    }

    private synchronized @Nullable Set<Runnable> take() {
        Set<Runnable> all = actions;
        actions = null;
        return all;
    }

    /** Does all of it, each part whatever becomes of the one before. */
    void run() {
        Set<Runnable> all = take();
        if (all == null) {
            return;
        }
        for (Runnable action : all) {
            try {
                action.run();
            } catch (RuntimeException | Error e) {
                LOG.warn("withdrawing a request failed", e);
            }
        }
    }
}
