package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.Condition;
import dev.kvclient.Version;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Effect;
import dev.kvclient.spi.TimeSource;
import dev.kvclient.spi.Write;
import dev.kvclient.versori.VersoriSetOptions;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One write as it goes over the wire.
 *
 * @param key its segments on the wire
 * @param shown the key as the caller knows it
 * @param value the value
 * @param expiry when it expires
 * @param refreshOnAccess whether reads make its life begin anew
 * @param ifVersionstamp the version that the entry must have, or null
 * @param ifNotExists whether there must be no entry
 * @param overwrite what is sent by that name, or null
 * @param metadata what is stored beside the value, as JSON, or null
 */
record WireSet(
        List<String> key,
        String shown,
        StoredValue.Json value,
        Expiry expiry,
        boolean refreshOnAccess,
        @Nullable Version ifVersionstamp,
        boolean ifNotExists,
        @Nullable Boolean overwrite,
        StoredValue.@Nullable Json metadata) {
    /** The last moment of which a long can tell the milliseconds. */
    private static final Instant LAST = Instant.ofEpochMilli(Long.MAX_VALUE);

    /**
     * When an entry expires.
     *
     * @param at the moment, by the client's clock if it is relative; null for never
     * @param relative whether what is left until then is sent
     */
    record Expiry(@Nullable Instant at, boolean relative) {
        static final Expiry NEVER = new Expiry(null, false);

        /** What is left of it, in whole milliseconds; less than one if nothing is. */
        private long left(Instant end, TimeSource time) {
            return Duration.between(time.now(), end).toMillis();
        }

        void write(JsonGenerator json, TimeSource time) throws IOException {
            if (at == null) {
                return;
            }
            if (relative) {
                // In a batch that is sent again, one that has run out must not fail the others: it ends at once.
                json.writeNumberField("expireIn", Math.max(1, left(at, time)));
            } else {
                json.writeStringField("expireAt", Json.rfc3339(at));
            }
        }
    }

    /** Looks at an expiry that goes as a moment: within a batch it would be too late, for the others. */
    WireSet {
        if (expiry.at() != null && !expiry.relative()) {
            Json.requireYear(expiry.at());
        }
    }

    /** A write of the common API, its condition apart. */
    static WireSet of(Write write, KeySpace keys) {
        Condition condition = write.condition();
        Instant at = write.expiresAt();
        return new WireSet(
                keys.onWire(write.key()),
                write.key(),
                write.value(),
                new Expiry(at, write.expiryIsRelative()),
                write.refreshOnAccess(),
                condition.version().orElse(null),
                condition.kind() == Condition.Kind.ABSENT,
                null,
                metadata(write.metadata(), KvCodec.standard()));
    }

    /** A native write; a life that is given counts from now. */
    static WireSet of(
            List<String> key,
            String shown,
            StoredValue.Json value,
            VersoriSetOptions options,
            KvCodec codec,
            TimeSource time) {
        Expiry expiry = options.expireIn()
                .map(life -> new Expiry(end(time, life), true))
                .orElseGet(() -> new Expiry(options.expireAt().orElse(null), false));
        return new WireSet(
                key,
                shown,
                value,
                expiry,
                options.refreshesOnAccess(),
                options.ifVersionstamp().orElse(null),
                options.isIfNotExists(),
                options.overwrite().orElse(null),
                metadata(options.metadata().orElse(Map.of()), codec));
    }

    private static Instant end(TimeSource time, Duration life) {
        Instant now = time.now();
        if (life.compareTo(Duration.between(now, LAST)) > 0) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "expireIn ends beyond all time"));
        }
        return now.plus(life);
    }

    private static StoredValue.@Nullable Json metadata(Map<String, Object> metadata, KvCodec codec) {
        return metadata.isEmpty() ? null : codec.encode(metadata);
    }

    /** The same, under the condition that the entry has this version. */
    WireSet ifVersion(Version version) {
        return new WireSet(key, shown, value, expiry, refreshOnAccess, version, false, overwrite, metadata);
    }

    boolean isConditional() {
        return ifVersionstamp != null || ifNotExists || overwrite != null;
    }

    /** An unconditional write may be carried out twice. */
    Effect effect() {
        return isConditional() ? Effect.WRITE : Effect.IDEMPOTENT_WRITE;
    }

    /**
     * Fails if it would be over before it began.
     *
     * @throws dev.kvclient.error.KvTimeoutException with outcome {@code NOT_SENT}
     */
    void requireLife(TimeSource time) {
        if (expiry.at() != null && expiry.relative()) {
            Write.remaining(time, shown, expiry.at());
        }
    }

    private boolean hasOptions() {
        return expiry.at() != null || refreshOnAccess || isConditional() || metadata != null;
    }

    /** Writes its value and, if there are any, its options, as members of an object. */
    void write(JsonGenerator json, ValueWire values, TimeSource time) throws IOException {
        json.writeFieldName("value");
        values.write(json, value);
        if (!hasOptions()) {
            return;
        }
        json.writeObjectFieldStart("options");
        expiry.write(json, time);
        if (refreshOnAccess) {
            json.writeBooleanField("refreshOnAccess", true);
        }
        if (ifVersionstamp != null) {
            Texts.writeCondition(json, ifVersionstamp);
        }
        if (ifNotExists) {
            json.writeBooleanField("ifNotExists", true);
        }
        if (overwrite != null) {
            json.writeBooleanField("overwrite", overwrite);
        }
        if (metadata != null) {
            json.writeFieldName("metadata");
            json.writeRawValue(metadata.text());
        }
        json.writeEndObject();
    }

    /** Neither value nor metadata. */
    @Override
    public String toString() {
        return "WireSet[" + shown + "]";
    }
}
