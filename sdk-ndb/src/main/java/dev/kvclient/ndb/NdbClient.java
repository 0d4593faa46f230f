package dev.kvclient.ndb;

import dev.kvclient.CallOptions;
import dev.kvclient.KvType;

/**
 * NemesisDB's own API, over the connection and with the guarantees of a {@link dev.kvclient.KvClient}:
 *
 * <pre>{@code
 * NdbClient ndb = kv.unwrap(NdbClient.class);
 * NdbSortedArrays<Long> boards = ndb.sortedIntArrays();
 * boards.create("scores", 100);
 * boards.addAll("scores", List.of(310L, 270L, 990L));
 * List<Long> best = boards.max("scores", 3); // 990, 310, 270
 * }</pre>
 *
 * <p>NDB speaks two protocols ({@link NdbGeneration}), and each has commands that the other lacks. What the server at
 * hand lacks is refused before anything is sent, with a {@link dev.kvclient.error.KvUnsupportedException} that names
 * the generation which has it. Everything else fails as {@link dev.kvclient.KvOperations} says; an answer that is a
 * refusal can be looked at as {@link NdbError}.
 *
 * <p>Commands other than the plain ones about keys are never sent again after the connection was lost: nobody could
 * tell what an array or a list would hold then. They end with {@link dev.kvclient.error.Outcome#UNKNOWN}.
 *
 * <p>A request may be no longer than the server's {@code maxPayload}, in bytes of UTF-8: it is refused here with a
 * {@link dev.kvclient.error.KvTooLargeException} and not split.
 *
 * <p>Safe for use by many threads, as all that it gives. It ends with the client that it came from.
 */
public interface NdbClient {
    /**
     * The protocol of the server, as it was found out, or else as the client was told. Sends nothing.
     *
     * @throws dev.kvclient.error.KvConnectionException if it is not known yet
     */
    NdbGeneration generation();

    /** What the server tells of itself (SV_INFO). Generation B only: v0.4 and v0.5 have no such command (seen). */
    NdbServerInfo info();

    /**
     * The keys: in generation A those of the client's own session, which it shares with the common API, in generation B
     * those of the server.
     */
    NdbKeys keys();

    /** The sessions of the server. Generation A only. */
    NdbSessions sessions();

    /** See {@link #objectArrays(KvType)}. */
    default <T> NdbArrays<T> objectArrays(Class<T> type) {
        return objectArrays(KvType.of(type));
    }

    /**
     * Arrays of JSON objects (OARR_). Generation B only. Keep what this gives: making it costs more than a call.
     *
     * @param type what the items are in Java: something that is written as a JSON object
     */
    <T> NdbArrays<T> objectArrays(KvType<T> type);

    /** Arrays of whole numbers of 64 bits (IARR_). Generation B only. */
    NdbArrays<Long> intArrays();

    /** Arrays of texts (STRARR_). Generation B only. */
    NdbArrays<String> stringArrays();

    /** Arrays of whole numbers of 64 bits that the server keeps in order (SIARR_). Generation B only. */
    NdbSortedArrays<Long> sortedIntArrays();

    /**
     * Arrays of texts that the server keeps in order (SSTRARR_), by the bytes of their UTF-8. Generation B only.
     */
    NdbSortedArrays<String> sortedStringArrays();

    /** See {@link #lists(KvType)}. */
    default <T> NdbLists<T> lists(Class<T> type) {
        return lists(KvType.of(type));
    }

    /**
     * Linked lists of JSON objects (OLST_). Generation B only. Keep what this gives: making it costs more than a call.
     *
     * @param type what the items are in Java: something that is written as a JSON object
     */
    <T> NdbLists<T> lists(KvType<T> type);

    /** The same API with these options for each of its calls, over the options that this one has. */
    NdbClient with(CallOptions options);

    /** The same API with futures. */
    NdbAsyncClient async();
}
