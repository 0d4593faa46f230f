package dev.kvclient.internal.offline;

import dev.kvclient.Condition;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.internal.offline.Journal.Stored;
import dev.kvclient.offline.DeliveryStatus;
import dev.kvclient.spi.KvCommand;
import dev.kvclient.spi.Write;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The bodies of the records, in bytes and back. Reading never trusts a length. */
final class Bodies {
    private static final int SET = 1;
    private static final int DELETE = 2;

    private static final int RELATIVE = 1;
    private static final int REFRESH = 2;
    private static final int EXPIRES = 4;
    private static final int METADATA = 8;

    private Bodies() {}

    /** What the first record of a file says. */
    record Begin(
            String journal,
            String backend,
            long generation,
            long nextSequence,
            long maxOrder,
            int entries,
            int dead,
            int outcomes) {}

    /** A request, and whether the next record is stored or lost together with it. */
    record Request(Stored stored, boolean more) {}

    /** What became of a request, when and why. */
    record Change(
            long sequence,
            DeliveryStatus status,
            Instant at,
            @Nullable String reason) {}

    /** A dead letter that waits again. */
    record Revival(long sequence, long order) {}

    /** A dead letter of a snapshot. */
    record Grave(Change change, Stored stored) {}

    static byte[] begin(Begin begin) throws IOException {
        Out out = new Out(96);
        text(out.data, begin.journal());
        text(out.data, begin.backend());
        out.data.writeLong(begin.generation());
        out.data.writeLong(begin.nextSequence());
        out.data.writeLong(begin.maxOrder());
        out.data.writeInt(begin.entries());
        out.data.writeInt(begin.dead());
        out.data.writeInt(begin.outcomes());
        return out.bytes();
    }

    static Begin begin(byte[] body) throws IOException {
        DataInputStream in = in(body);
        return new Begin(
                text(in),
                text(in),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readInt(),
                in.readInt(),
                in.readInt());
    }

    static byte[] entry(Stored stored, boolean more) throws IOException {
        Out out = new Out(96 + sizeOf(stored.command()));
        out.data.writeBoolean(more);
        stored(out.data, stored);
        return out.bytes();
    }

    static Request entry(byte[] body) throws IOException {
        DataInputStream in = in(body);
        boolean more = in.readBoolean();
        return new Request(stored(in), more);
    }

    static byte[] change(Change change) {
        try {
            Out out = new Out(48);
            change(out.data, change);
            return out.bytes();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
    }

    static Change change(byte[] body) throws IOException {
        return change(in(body));
    }

    static byte[] revival(Revival revival) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(revival.sequence())
                .putLong(revival.order())
                .array();
    }

    static Revival revival(byte[] body) throws IOException {
        DataInputStream in = in(body);
        return new Revival(in.readLong(), in.readLong());
    }

    static byte[] grave(Grave grave) throws IOException {
        Out out = new Out(160 + sizeOf(grave.stored().command()));
        change(out.data, grave.change());
        stored(out.data, grave.stored());
        return out.bytes();
    }

    static Grave grave(byte[] body) throws IOException {
        DataInputStream in = in(body);
        return new Grave(change(in), stored(in));
    }

    /** About how many bytes it takes, without the frame. */
    static int sizeOf(KvCommand<?> command) {
        return command.keys().get(0).length() + (int) Math.min(command.weight(), Integer.MAX_VALUE / 2);
    }

    private static void change(DataOutputStream out, Change change) throws IOException {
        out.writeLong(change.sequence());
        out.writeByte(code(change.status()));
        time(out, change.at());
        String reason = change.reason();
        out.writeBoolean(reason != null);
        if (reason != null) {
            text(out, reason);
        }
    }

    private static Change change(DataInputStream in) throws IOException {
        long sequence = in.readLong();
        DeliveryStatus status = status(in.readByte());
        Instant at = time(in);
        return new Change(sequence, status, at, in.readBoolean() ? text(in) : null);
    }

    /** The numbers are on disk. */
    private static int code(DeliveryStatus status) {
        return switch (status) {
            case WAITING -> 0;
            case DELIVERED -> 1;
            case REFUSED -> 2;
            case EXPIRED -> 3;
            case DISCARDED -> 4;
            case CANCELLED -> 5;
        };
    }

    private static DeliveryStatus status(int code) throws IOException {
        for (DeliveryStatus status : DeliveryStatus.values()) {
            if (code(status) == code) {
                return status;
            }
        }
        throw new IOException("not a status");
    }

    private static void stored(DataOutputStream out, Stored stored) throws IOException {
        out.writeLong(stored.sequence());
        out.writeLong(stored.order());
        time(out, stored.acceptedAt());
        if (stored.command() instanceof KvCommand.Set set) {
            out.writeByte(SET);
            write(out, set.write());
        } else if (stored.command() instanceof KvCommand.Delete delete) {
            require(delete.condition());
            out.writeByte(DELETE);
            text(out, delete.key());
        } else {
            throw new IOException("a " + stored.command().operation() + " cannot be stored");
        }
    }

    private static Stored stored(DataInputStream in) throws IOException {
        long sequence = in.readLong();
        long order = in.readLong();
        Instant acceptedAt = time(in);
        int kind = in.readByte();
        KvCommand<?> command = switch (kind) {
            case SET -> new KvCommand.Set(write(in));
            case DELETE -> new KvCommand.Delete(text(in), Condition.none());
            default -> throw new IOException("not an operation");
        };
        return new Stored(sequence, order, acceptedAt, command);
    }

    private static void write(DataOutputStream out, Write write) throws IOException {
        require(write.condition());
        Instant expiresAt = write.expiresAt();
        boolean metadata = !write.metadata().isEmpty();
        out.writeByte((write.expiryIsRelative() ? RELATIVE : 0)
                | (write.refreshOnAccess() ? REFRESH : 0)
                | (expiresAt != null ? EXPIRES : 0)
                | (metadata ? METADATA : 0));
        text(out, write.key());
        bytes(out, write.value().utf8());
        if (expiresAt != null) {
            time(out, expiresAt);
        }
        if (metadata) {
            bytes(out, Metadata.toJson(write.metadata()));
        }
    }

    private static Write write(DataInputStream in) throws IOException {
        int flags = in.readByte();
        String key = text(in);
        StoredValue.Json value = new StoredValue.Json(bytes(in));
        return new Write(
                key,
                value,
                (flags & EXPIRES) != 0 ? time(in) : null,
                (flags & RELATIVE) != 0,
                Condition.none(),
                (flags & METADATA) != 0 ? Metadata.fromJson(bytes(in)) : Map.of(),
                (flags & REFRESH) != 0);
    }

    private static void require(Condition condition) throws IOException {
        if (condition.kind() != Condition.Kind.NONE) {
            throw new IOException("a conditional request cannot be stored");
        }
    }

    private static void time(DataOutputStream out, Instant time) throws IOException {
        out.writeLong(time.getEpochSecond());
        out.writeInt(time.getNano());
    }

    private static Instant time(DataInputStream in) throws IOException {
        try {
            return Instant.ofEpochSecond(in.readLong(), in.readInt());
        } catch (DateTimeException | ArithmeticException e) {
            throw new IOException("not a time", e);
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        bytes(out, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(DataInputStream in) throws IOException {
        return new String(bytes(in), StandardCharsets.UTF_8);
    }

    private static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static byte[] bytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        // The bodies are in memory: what is available is what there is.
        if (length < 0 || length > in.available()) {
            throw new IOException("not a length");
        }
        return in.readNBytes(length);
    }

    private static DataInputStream in(byte[] body) {
        return new DataInputStream(new ByteArrayInputStream(body));
    }

    /** Bytes in the making. */
    private static final class Out {
        private final ByteArrayOutputStream bytes;
        private final DataOutputStream data;

        Out(int size) {
            bytes = new ByteArrayOutputStream(size);
            data = new DataOutputStream(bytes);
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
