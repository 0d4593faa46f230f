package dev.kvclient.kuzzle.auth;

import dev.kvclient.RawJson;
import java.util.List;
import java.util.Objects;

/**
 * A user as the server describes it.
 *
 * @param id its id (kuid); {@value #ANONYMOUS} for the anonymous user
 * @param profileIds its profiles
 * @param strategies those that it has credentials of; empty where the answer does not tell
 * @param source all that is kept of it ({@code _source}): its profiles, and what the application has put there
 */
public record KuzzleUser(String id, List<String> profileIds, List<String> strategies, RawJson source) {
    /** The id of the user without a token. */
    public static final String ANONYMOUS = "-1";

    /** Nothing of it may be null. */
    public KuzzleUser {
        Objects.requireNonNull(id, "id");
        profileIds = List.copyOf(profileIds);
        strategies = List.copyOf(strategies);
        Objects.requireNonNull(source, "source");
    }

    /** Whether it is the user without a token. */
    public boolean isAnonymous() {
        return id.equals(ANONYMOUS);
    }
}
