package dev.kvclient.ndb;

import dev.kvclient.DeleteResult;
import dev.kvclient.KvType;
import dev.kvclient.WriteEffect;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The keys of a session (generation A) or of the server (generation B). A key is any text, also the empty one, without
 * lone surrogates. A collection or a map that is empty is answered here and not sent.
 *
 * <p>A key of which the value is a JSON null, which other clients can store, reads as if it were not there;
 * {@link #contains} tells. In a session that has expired or was ended everything fails with a
 * {@link dev.kvclient.error.KvNotFoundException}; the client's own session is then made anew.
 */
public interface NdbKeys {
    /**
     * Stores a value.
     *
     * @return in generation A whether the key was there before; {@code NOT_TOLD} in B
     * @throws dev.kvclient.error.KvSerializationException if the value cannot be written, or would not come back equal
     */
    WriteEffect set(String key, Object value);

    /**
     * Stores values, all in one request.
     *
     * @return the same of each key
     * @throws dev.kvclient.error.KvSerializationException if a value cannot be written, or would not come back equal
     */
    Map<String, WriteEffect> set(Map<String, ?> values);

    /**
     * Stores a value; the server answers only if it cannot (KV_SETQ). That it could is known as soon as a later command
     * about the keys of this session is answered; if none comes, the client sends a count. Generation A only.
     */
    void setQuiet(String key, Object value);

    /** Stores values, all in one request; see {@link #setQuiet(String, Object)}. Generation A only. */
    void setQuiet(Map<String, ?> values);

    /**
     * Stores a value if the key is not there.
     *
     * @return in generation A what became of it; {@code NOT_TOLD} in B
     */
    NdbAdded add(String key, Object value);

    /**
     * Stores those of the values whose keys are not there, all in one request.
     *
     * @return the same of each key
     */
    Map<String, NdbAdded> add(Map<String, ?> values);

    /**
     * Stores those of the values whose keys are not there; the server answers only if some are (KV_ADDQ). Generation A
     * only; see {@link #setQuiet(String, Object)}.
     *
     * @return the keys that were there, whose values stay as they were
     */
    Set<String> addQuiet(Map<String, ?> values);

    /** See {@link #get(String, KvType)}. */
    default <T> Optional<T> get(String key, Class<T> type) {
        return get(key, KvType.of(type));
    }

    /**
     * The value of a key; empty if there is none.
     *
     * @throws dev.kvclient.error.KvSerializationException if it cannot be read as that type
     */
    <T> Optional<T> get(String key, KvType<T> type);

    /** See {@link #get(Collection, KvType)}. */
    default <T> Map<String, T> get(Collection<String> keys, Class<T> type) {
        return get(keys, KvType.of(type));
    }

    /**
     * The values of those keys that have one, in the order in which they were asked for. One answer holds them all,
     * however large.
     *
     * @throws dev.kvclient.error.KvSerializationException if one cannot be read as that type
     */
    <T> Map<String, T> get(Collection<String> keys, KvType<T> type);

    /** Removes a key. Generation B does not tell whether it was there. */
    DeleteResult.Existed remove(String key);

    /** Removes keys, all in one request. Generation B does not tell whether they were there. */
    Map<String, DeleteResult.Existed> remove(Collection<String> keys);

    /** Whether the key is there. */
    boolean contains(String key);

    /** Those of the keys that are there, in the order in which they were asked for. */
    Set<String> contains(Collection<String> keys);

    /** How many keys there are. */
    long count();

    /** All keys, in one answer however large, in the order in which the server keeps them. */
    List<String> keys();

    /** Removes all keys; tells how many there were. */
    long clear();

    /** Puts these in the place of all that there is; tells how many keys there were. An empty map is sent, too. */
    long clearSet(Map<String, ?> values);

    /** See {@link #findKeys(NdbFind)}. */
    default List<String> findKeys(String path) {
        return findKeys(NdbFind.path(path));
    }

    /**
     * The keys in whose values the path finds something (KV_FIND). Generation A only.
     *
     * @throws dev.kvclient.error.KvRequestException if the path is no JSONPath
     */
    List<String> findKeys(NdbFind find);

    /** See {@link #findValues(NdbFind, KvType)}. */
    default <T> Map<String, T> findValues(String path, Class<T> type) {
        return findValues(NdbFind.path(path), KvType.of(type));
    }

    /** See {@link #findValues(NdbFind, KvType)}. */
    default <T> Map<String, T> findValues(NdbFind find, Class<T> type) {
        return findValues(find, KvType.of(type));
    }

    /**
     * The values in which the path finds something, whole, by their keys (KV_FIND). Generation A only.
     *
     * @throws dev.kvclient.error.KvRequestException if the path is no JSONPath
     * @throws dev.kvclient.error.KvSerializationException if one cannot be read as that type
     */
    <T> Map<String, T> findValues(NdbFind find, KvType<T> type);

    /** See {@link #findPaths(NdbFind)}. */
    default List<String> findPaths(String path) {
        return findPaths(NdbFind.path(path));
    }

    /**
     * The places that the path finds, such as {@code $['pets'][0]} (KV_FIND). The server does not tell in which value.
     * Generation A only.
     *
     * @throws dev.kvclient.error.KvRequestException if the path is no JSONPath
     */
    List<String> findPaths(NdbFind find);

    /**
     * Puts a value in the places that the path finds in the value of a key (KV_UPDATE). Generation A only.
     *
     * @param path a JSONPath, as {@link NdbFind#path} describes it
     * @return how many places; 0 also if there is no such key
     * @throws dev.kvclient.error.KvRequestException if the server fails (1000), as it does for a path that is no
     *     JSONPath (seen on v0.4 and v0.5); the outcome is {@code UNKNOWN}, for it does so for other reasons as well
     * @throws dev.kvclient.error.KvSerializationException if the value cannot be written, or would not come back equal
     */
    long update(String key, String path, Object value);

    /**
     * Saves all keys under a name, on the server's disk (KV_SAVE). Generation B only: in A sessions are saved. Arrays
     * and lists are not saved. Each save under a name makes a new set, and {@link #load} takes the newest.
     *
     * <p>The server does nothing else meanwhile, and the answer may take as long as the setting for saving says (5
     * minutes unless given). The timeout of the call holds as well: give a longer one by {@link NdbClient#with} or
     * {@code noTimeout()} for much data.
     *
     * <p>Of a key with a quote, a backslash or a control character in its name the whole set cannot be loaded, although
     * saving it is answered as a success (seen on v0.9). The settings of the backend can have such keys refused.
     *
     * @param name not empty and no path: {@code ../x} would be written outside the server's folder. Paths can be
     *     allowed in the settings of the backend
     * @throws dev.kvclient.error.KvRequestException if the name is refused here, or the server is configured not to
     *     save
     * @throws dev.kvclient.error.KvServerException if the server cannot write; {@code UNKNOWN} if it did so in part
     */
    NdbSaved save(String name);

    /**
     * Loads what was last saved under a name (KV_LOAD): keys that are there are overwritten, others stay. Works on a
     * server that does not save, too. Generation B only. As to time, see {@link #save}.
     *
     * @param name as of {@link #save}
     * @throws dev.kvclient.error.KvNotFoundException if there is no such save, or it cannot be read
     */
    NdbLoaded load(String name);
}
