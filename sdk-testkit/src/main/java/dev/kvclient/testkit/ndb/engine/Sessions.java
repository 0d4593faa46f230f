package dev.kvclient.testkit.ndb.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The sessions of generation A, and the monitor that ends the expired ones. Not safe for several threads. */
final class Sessions {

    /** The monitor runs so often, counted from the start of the server. */
    private static final long MONITOR_NANOS = Duration.ofSeconds(5).toNanos();

    private final LongSupplier nanoTime;
    private final Random random;
    private final Map<Long, Session> byToken = new LinkedHashMap<>();
    private long nextMonitor;

    Sessions(LongSupplier nanoTime, Random random) {
        this.nanoTime = nanoTime;
        this.random = random;
        nextMonitor = nanoTime.getAsLong() + MONITOR_NANOS;
    }

    /** Does what the monitor would have done by now, and returns the time. */
    long now() {
        long now = nanoTime.getAsLong();
        while (now - nextMonitor >= 0) {
            if (byToken.values().stream().noneMatch(session -> session.expiry() != null)) {
                nextMonitor += (now - nextMonitor) / MONITOR_NANOS * MONITOR_NANOS;
            }
            monitor(nextMonitor);
            nextMonitor += MONITOR_NANOS;
        }
        return now;
    }

    private void monitor(long at) {
        List<Session> due =
                byToken.values().stream().filter(session -> session.isDue(at)).toList();
        for (Session session : due) {
            Session.Expiry expiry = session.expiry();
            if (expiry != null && expiry.deleteSession()) {
                byToken.remove(session.token());
            } else {
                session.keys().clear();
                session.restartClock(at);
            }
        }
    }

    @Nullable
    Session find(long token) {
        now();
        return byToken.get(token);
    }

    /** Returns the shared session of that name. */
    @Nullable
    Session findShared(String name) {
        Session session = find(Tokens.ofShared(name));
        return session != null && session.isShared() ? session : null;
    }

    Session create(String name, boolean shared, Session.@Nullable Expiry expiry) {
        long token = shared ? Tokens.ofShared(name) : random.nextLong();
        Session session = new Session(token, name, shared, expiry, now());
        byToken.put(token, session);
        return session;
    }

    void add(Session session) {
        byToken.put(session.token(), session);
    }

    void remove(long token) {
        byToken.remove(token);
    }

    Collection<Session> all() {
        now();
        return new ArrayList<>(byToken.values());
    }

    int clear() {
        int count = byToken.size();
        byToken.clear();
        return count;
    }
}
