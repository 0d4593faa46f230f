package dev.kvclient.testkit.kuzzle.ms;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** MurmurHash64A (Austin Appleby, public domain) with the seed of Redis' HyperLogLog. */
final class MurmurHash {

    private static final long SEED = 0xadc83b19L;
    private static final long MULTIPLIER = 0xc6a4a7935bd1e995L;
    private static final int SHIFT = 47;

    private MurmurHash() {}

    static long of(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        long hash = SEED ^ (bytes.length * MULTIPLIER);
        while (buffer.remaining() >= Long.BYTES) {
            long block = buffer.getLong() * MULTIPLIER;
            block = (block ^ (block >>> SHIFT)) * MULTIPLIER;
            hash = (hash ^ block) * MULTIPLIER;
        }
        if (buffer.hasRemaining()) {
            long tail = 0;
            for (int shift = 0; buffer.hasRemaining(); shift += Byte.SIZE) {
                tail |= (buffer.get() & 0xffL) << shift;
            }
            hash = (hash ^ tail) * MULTIPLIER;
        }
        hash = (hash ^ (hash >>> SHIFT)) * MULTIPLIER;
        return hash ^ (hash >>> SHIFT);
    }
}
