package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A user: who it is, what it may do, and what {@code _source} shows of it. */
final class User {

    static final String ANONYMOUS_ID = "-1";

    /** A right to everything. */
    static final Set<String> ALL = Set.of("*");

    private final String id;
    private final @Nullable String password;
    private final Set<String> rights;
    private final ObjectNode source;
    private final int requestsPerSecond;

    /**
     * Makes a user.
     *
     * @param rights of the form {@code ms:get}, {@code ms:*} or {@code *}
     */
    User(String id, @Nullable String password, Set<String> rights, ObjectNode source) {
        this(id, password, rights, source, 0);
    }

    /**
     * Makes a user whose profile has a rate limit.
     *
     * @param requestsPerSecond how many requests a second it may make, 0 for no limit
     */
    User(String id, @Nullable String password, Set<String> rights, ObjectNode source, int requestsPerSecond) {
        this.id = id;
        this.password = password;
        this.rights = Set.copyOf(rights);
        this.source = source.deepCopy();
        this.requestsPerSecond = requestsPerSecond;
    }

    /** The same user with another password, or none. */
    User withPassword(@Nullable String other) {
        return new User(id, other, rights, source, requestsPerSecond);
    }

    /** The same user with other words about it. */
    User withSource(ObjectNode other) {
        return new User(id, password, rights, other, requestsPerSecond);
    }

    static User anonymous(Set<String> rights) {
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        source.putArray("profileIds").add("anonymous");
        source.put("name", "Anonymous");
        return new User(ANONYMOUS_ID, null, rights, source);
    }

    String id() {
        return id;
    }

    boolean isAnonymous() {
        return id.equals(ANONYMOUS_ID);
    }

    boolean isAdmin() {
        return rights.equals(ALL);
    }

    /** Returns what it may do, of the forms above, in their order. */
    SortedSet<String> rights() {
        return new TreeSet<>(rights);
    }

    int requestsPerSecond() {
        return requestsPerSecond;
    }

    /** Returns whether it has credentials of the strategy {@code local}. */
    boolean hasCredentials() {
        return password != null;
    }

    boolean hasPassword(String given) {
        return password != null && Objects.equals(password, given);
    }

    boolean may(String controller, String action) {
        return rights.contains("*") || rights.contains(controller + ":*") || rights.contains(controller + ":" + action);
    }

    ObjectNode source() {
        return source.deepCopy();
    }
}
