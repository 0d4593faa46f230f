package dev.kvclient.internal.offline;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Ways to damage the bytes of a file. */
enum Harm {
    CUT {
        @Override
        byte[] to(byte[] bytes, Random random) {
            return Arrays.copyOf(bytes, random.nextInt(bytes.length));
        }
    },
    CUT_LITTLE {
        @Override
        byte[] to(byte[] bytes, Random random) {
            return Arrays.copyOf(bytes, bytes.length - 1 - random.nextInt(Math.min(9000, bytes.length)));
        }
    },
    EMPTY {
        @Override
        byte[] to(byte[] bytes, Random random) {
            return new byte[0];
        }
    },
    FLIP_ONE {
        @Override
        byte[] to(byte[] bytes, Random random) {
            return flip(bytes, random, 1);
        }
    },
    FLIP_SOME {
        @Override
        byte[] to(byte[] bytes, Random random) {
            return flip(bytes, random, 2 + random.nextInt(50));
        }
    },
    FLIP_MANY {
        @Override
        byte[] to(byte[] bytes, Random random) {
            return flip(bytes, random, bytes.length / 200);
        }
    },
    /** Hits every copy of some request. */
    FLIP_A_RECORD_EVERYWHERE {
        @Override
        byte[] to(byte[] bytes, Random random) {
            byte[] harmed = bytes.clone();
            ByteBuffer view = ByteBuffer.wrap(harmed);
            int at = random.nextInt(bytes.length);
            while (at + LogRecord.FRAME <= bytes.length && !LogRecord.isFrame(view, at)) {
                at++;
            }
            if (at + LogRecord.FRAME <= bytes.length) {
                long number = view.getLong(at + 16);
                long file = view.getLong(at + 8);
                for (int i = 0; i + LogRecord.FRAME <= bytes.length; i++) {
                    if (LogRecord.isFrame(view, i) && view.getLong(i + 16) == number && view.getLong(i + 8) == file) {
                        harmed[i + random.nextInt(LogRecord.FRAME + view.getInt(i + 36))] ^= 4;
                    }
                }
            }
            return harmed;
        }
    },
    HEADER {
        @Override
        byte[] to(byte[] bytes, Random random) {
            byte[] harmed = bytes.clone();
            byte[] junk = junk(random, 8192);
            System.arraycopy(junk, 0, harmed, 0, Math.min(junk.length, harmed.length));
            return harmed;
        }
    },
    JUNK_WITHIN {
        @Override
        byte[] to(byte[] bytes, Random random) {
            byte[] harmed = bytes.clone();
            int from = random.nextInt(bytes.length);
            byte[] junk = junk(random, Math.min(bytes.length - from, 1 + random.nextInt(20_000)));
            System.arraycopy(junk, 0, harmed, from, junk.length);
            return harmed;
        }
    },
    ZEROS_WITHIN {
        @Override
        byte[] to(byte[] bytes, Random random) {
            byte[] harmed = bytes.clone();
            int from = random.nextInt(bytes.length);
            Arrays.fill(harmed, from, Math.min(bytes.length, from + 1 + random.nextInt(20_000)), (byte) 0);
            return harmed;
        }
    },
    JUNK_APPENDED {
        @Override
        byte[] to(byte[] bytes, Random random) {
            byte[] junk = junk(random, 1 + random.nextInt(10_000));
            byte[] harmed = Arrays.copyOf(bytes, bytes.length + junk.length);
            System.arraycopy(junk, 0, harmed, bytes.length, junk.length);
            return harmed;
        }
    },
    JUNK_ONLY {
        @Override
        byte[] to(byte[] bytes, Random random) {
            return junk(random, 1 + random.nextInt(100_000));
        }
    },
    /** Bytes are gone from the middle. */
    SHIFTED {
        @Override
        byte[] to(byte[] bytes, Random random) {
            int from = random.nextInt(bytes.length);
            int gone = Math.min(bytes.length - from, 1 + random.nextInt(5000));
            byte[] harmed = Arrays.copyOf(bytes, bytes.length - gone);
            System.arraycopy(bytes, from + gone, harmed, from, bytes.length - from - gone);
            return harmed;
        }
    },
    /** A part of the file stands once more somewhere else. */
    REPEATED {
        @Override
        byte[] to(byte[] bytes, Random random) {
            byte[] harmed = bytes.clone();
            int length = 1 + random.nextInt(Math.min(bytes.length, 20_000));
            System.arraycopy(
                    bytes,
                    random.nextInt(bytes.length - length + 1),
                    harmed,
                    random.nextInt(bytes.length - length + 1),
                    length);
            return harmed;
        }
    };

    abstract byte[] to(byte[] bytes, Random random);

    private static byte[] flip(byte[] bytes, Random random, int times) {
        byte[] harmed = bytes.clone();
        for (int i = 0; i < times; i++) {
            harmed[random.nextInt(harmed.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return harmed;
    }

    private static byte[] junk(Random random, int length) {
        byte[] junk = new byte[length];
        random.nextBytes(junk);
        return junk;
    }
}
