package dev.kvclient.ndb.internal;

import dev.kvclient.ndb.NdbAfterExpiry;
import dev.kvclient.ndb.NdbExpiry;
import dev.kvclient.ndb.NdbListPlace;
import dev.kvclient.ndb.NdbLoaded;
import dev.kvclient.ndb.NdbLoadedSessions;
import dev.kvclient.ndb.NdbSaved;
import dev.kvclient.ndb.NdbServerInfo;
import dev.kvclient.ndb.NdbSessionInfo;
import dev.kvclient.ndb.NdbSessionTotals;
import java.time.Duration;
import java.util.Optional;

/** What stands behind the results of the native API. */
final class Results {
    private Results() {}

    record ServerInfo(String version, boolean persistence) implements NdbServerInfo {}

    record Saved(String name, Duration duration) implements NdbSaved {}

    record Loaded(String name, long keys, Duration duration) implements NdbLoaded {}

    record LoadedSessions(String name, long sessions, long keys) implements NdbLoadedSessions {}

    record SessionInfo(boolean shared, long keyCount, Optional<NdbExpiry> expiry) implements NdbSessionInfo {}

    record Expiry(Duration duration, Duration remaining, NdbAfterExpiry afterExpiry) implements NdbExpiry {}

    record SessionTotals(long sessions, long keys) implements NdbSessionTotals {}

    record ListPlace(long position, long size) implements NdbListPlace {}
}
