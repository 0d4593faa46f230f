package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.kuzzle.ms.BitOperation;
import dev.kvclient.spi.NativeCall;
import java.util.Collection;
import java.util.OptionalLong;

/** The calls of {@link dev.kvclient.kuzzle.ms.KuzzleBits}, whose methods the methods here are. */
final class BitsCalls {
    /** Redis has strings of up to 512 MB. */
    private static final long MAX_OFFSET = (1L << 32) - 1;

    private final MsApi api;

    BitsCalls(MsApi api) {
        this.api = api;
    }

    NativeCall<Long, Long> bitcount(String key) {
        return api.ask(MsAction.BITCOUNT, key).reads(Replies::integer);
    }

    NativeCall<Long, Long> bitcount(String key, long start, long end) {
        return api.ask(MsAction.BITCOUNT, key)
                .top("start", start)
                .top("end", end)
                .reads(Replies::integer);
    }

    NativeCall<Long, Long> bitop(BitOperation operation, String destination, Collection<String> keys) {
        Refused.some(MsAction.BITOP, "keys", keys);
        if (operation == BitOperation.NOT && keys.size() != 1) {
            throw Refused.wrong(MsAction.BITOP, "NOT is of one string only");
        }
        return api.ask(MsAction.BITOP, destination)
                .body("operation", operation.name())
                .bodyKeys("keys", keys)
                // A string that is combined into itself changes once more with each time.
                .onceIf(keys.contains(destination))
                .reads(Replies::integer);
    }

    NativeCall<OptionalLong, OptionalLong> bitpos(String key, boolean bit) {
        return position(key, bit).reads(Replies::place);
    }

    NativeCall<OptionalLong, OptionalLong> bitpos(String key, boolean bit, long start) {
        return position(key, bit).top("start", start).reads(Replies::place);
    }

    NativeCall<OptionalLong, OptionalLong> bitpos(String key, boolean bit, long start, long end) {
        return position(key, bit).top("start", start).top("end", end).reads(Replies::place);
    }

    private MsRequest position(String key, boolean bit) {
        return api.ask(MsAction.BITPOS, key).top("bit", bit ? 1 : 0);
    }

    NativeCall<Boolean, Boolean> getbit(String key, long offset) {
        if (offset < 0 || offset > MAX_OFFSET) {
            throw Refused.wrong(MsAction.GETBIT, "the offset is from 0 to 2^32 - 1");
        }
        return api.ask(MsAction.GETBIT, key).top("offset", offset).reads(Replies::flag);
    }
}
