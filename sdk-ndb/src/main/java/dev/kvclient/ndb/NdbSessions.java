package dev.kvclient.ndb;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/**
 * The sessions of a server of generation A. A session has keys of its own, and may end by itself:
 *
 * <pre>{@code
 * NdbSessionOptions tenMinutes =
 *         NdbSessionOptions.none().expiry(Duration.ofMinutes(10), NdbAfterExpiry.DELETE_SESSION);
 * try (NdbSession basket = ndb.sessions().create("basket", tenMinutes)) {
 *     basket.keys().set("item", "apple");
 * }
 * }</pre>
 *
 * <p>A session is known by its token, which is a secret: whoever has it has the session. Shared ones can also be
 * reached by name, by anybody. The name of a session is any text but the empty one, without lone surrogates.
 */
public interface NdbSessions {
    /** See {@link #create(String, NdbSessionOptions)}. */
    default NdbSession create(String name) {
        return create(name, NdbSessionOptions.none());
    }

    /** Makes a session of one's own, a new one each time, also under the same name (SH_NEW). */
    NdbSession create(String name, NdbSessionOptions options);

    /** See {@link #open(String, NdbSessionOptions)}. */
    default NdbSession open(String name) {
        return open(name, NdbSessionOptions.none());
    }

    /**
     * The shared session by that name, which is made if there is none (SH_NEW).
     *
     * @param options for one that is made; one that exists keeps its own
     */
    NdbSession open(String name, NdbSessionOptions options);

    /** See {@link #createShared(String, NdbSessionOptions)}. */
    default NdbSession createShared(String name) {
        return createShared(name, NdbSessionOptions.none());
    }

    /**
     * Makes a shared session (SH_NEW).
     *
     * @throws dev.kvclient.error.KvConflictException if there is one by that name
     */
    NdbSession createShared(String name, NdbSessionOptions options);

    /**
     * The shared session by that name, if there is one (SH_OPEN). v0.4 only: on v0.5 the command never works (seen), so
     * it is refused here; there {@link #open} is the way.
     */
    Optional<NdbSession> find(String name);

    /**
     * A session by a token that was kept. The server is not asked: if there is no such session, its first use tells.
     *
     * @param name what it is called here, in messages
     */
    NdbSession attach(String name, NdbToken token);

    /** How many sessions and keys there are in all (SH_INFO_ALL). */
    NdbSessionTotals totals();

    /**
     * Those of the tokens that have a session (SH_EXISTS). v0.4 only: on v0.5 the command never works (seen), so it is
     * refused here; there {@link NdbSession#info} is the way.
     */
    Set<NdbToken> exists(Collection<NdbToken> tokens);

    /**
     * Ends all sessions of the server, also those of others and the client's own, which is made anew when it is needed
     * (SH_END_ALL). Their keys are gone.
     *
     * @return how many
     */
    long endAll();

    /** Saves all sessions; see {@link #save(String, Collection)}. */
    NdbSaved save(String name);

    /**
     * Saves sessions under a name, on the server's disk (SH_SAVE); tokens that have no session are passed over.
     *
     * <p>v0.5 does nothing else meanwhile, and its time grows with the square of the keys in a session: 200,000 took
     * 38 s (seen). The answer may take as long as the setting for saving says (5 minutes unless given). The timeout of
     * the call holds as well: give a longer one by {@link NdbClient#with} for much data.
     *
     * @param name not empty and no path: {@code ../x} would be written outside the server's folder. Paths can be
     *     allowed in the settings of the backend
     * @param tokens at least one
     * @throws dev.kvclient.error.KvRequestException if the name or the lack of tokens is refused here, or the server is
     *     configured not to save
     * @throws dev.kvclient.error.KvServerException if the server cannot write; {@code UNKNOWN} if it did so in part
     */
    NdbSaved save(String name, Collection<NdbToken> tokens);

    /**
     * Loads the sessions that were last saved under a name, with their tokens and settings, their expiry begun anew
     * (SH_LOAD). Sessions that exist stay as they are. Works on a server that does not save, too. As to time, see
     * {@link #save(String, Collection)}.
     *
     * @param name as of {@link #save(String, Collection)}
     * @throws dev.kvclient.error.KvNotFoundException if there is no such save, or it cannot be read
     */
    NdbLoadedSessions load(String name);
}
