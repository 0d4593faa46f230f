package dev.kvclient.internal.offline;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The frame of everything in the file: 48 bytes in front of a body.
 *
 * <pre>
 *  0 magic      4  "KVJ" and 0xC5
 *  4 version    1
 *  5 type       1
 *  6 reserved   2
 *  8 file       8  a random number of this file: what other files left behind on the disk is told apart by it
 * 16 number     8  1, 2, 3 .. in one file without a gap; outcomes of a snapshot are counted by themselves
 * 24 oldest     8  the lowest sequence that was waiting when this was written
 * 32 reserved   4
 * 36 length     4  of the body
 * 40 body CRC   4  CRC32C
 * 44 CRC        4  CRC32C of what is before
 * </pre>
 *
 * A later format keeps this frame and has another version, so that it can be told from damage.
 */
final class LogRecord {
    static final int FRAME = 48;
    private static final int CRC = 44;
    static final int MAGIC = 0x4B564AC5;
    static final byte VERSION = 1;

    private LogRecord() {}

    /** The frame of a record that was found intact, its body included. */
    record Frame(RecordType type, long file, long number, long oldest, int length) {}

    /** Writes a record at the position of the buffer, which must have room. */
    static void write(ByteBuffer to, RecordType type, long file, long number, long oldest, byte[] body) {
        int start = to.position();
        to.putInt(MAGIC).put(VERSION).put(type.code()).putShort((short) 0);
        to.putLong(file).putLong(number).putLong(oldest).putInt(0);
        to.putInt(body.length).putInt(crc(body, 0, body.length));
        to.putInt(crc(to.array(), to.arrayOffset() + start, CRC));
        to.put(body);
    }

    /** Whether an intact frame begins there, whatever its version. */
    static boolean isFrame(ByteBuffer in, int at) {
        return in.getInt(at) == MAGIC && in.getInt(at + CRC) == crc(in.array(), in.arrayOffset() + at, CRC);
    }

    /** The version of an intact frame. */
    static byte version(ByteBuffer in, int at) {
        return in.get(at + 4);
    }

    /** The body's checksum, as an intact frame has it. */
    static int bodyCrc(ByteBuffer in, int at) {
        return in.getInt(at + 40);
    }

    /** Reads an intact frame of this version; a type that this version does not have is damage and ends as such. */
    static Optional<Frame> read(ByteBuffer in, int at) {
        return RecordType.of(in.get(at + 5))
                .map(type -> new Frame(
                        type, in.getLong(at + 8), in.getLong(at + 16), in.getLong(at + 24), in.getInt(at + 36)));
    }

    static int crc(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        return (int) crc.getValue();
    }
}
