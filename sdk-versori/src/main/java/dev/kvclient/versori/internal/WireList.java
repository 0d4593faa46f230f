package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.versori.VersoriFilter;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page to list, as it is asked for over the wire.
 *
 * @param prefix the segments with which the keys begin; empty for all
 * @param limit the most entries of the page
 * @param reverse whether the oldest come first
 * @param after the cursor behind which it begins, or null
 * @param before the cursor before which it ends, or null
 * @param filter what the entries must meet, its metadata apart
 * @param metadata the metadata that they must have, as JSON, or null
 */
record WireList(
        List<String> prefix,
        int limit,
        boolean reverse,
        @Nullable String after,
        @Nullable String before,
        VersoriFilter filter,
        StoredValue.@Nullable Json metadata) {
    /** Looks at the cursors: an empty one is how the end is told, and would lead to the beginning. */
    WireList {
        requireCursor(after);
        requireCursor(before);
    }

    private static void requireCursor(@Nullable String cursor) {
        if (cursor != null && Texts.requireWhole("a cursor", cursor).isEmpty()) {
            throw new KvRequestException(Failure.of(Outcome.NOT_SENT, "a cursor is not empty"));
        }
    }

    /** Newest first, from a cursor on. */
    static WireList of(List<String> prefix, int limit, @Nullable String after, VersoriFilter filter) {
        return of(prefix, limit, false, after, null, filter, KvCodec.standard());
    }

    static WireList of(
            List<String> prefix,
            int limit,
            boolean reverse,
            @Nullable String after,
            @Nullable String before,
            VersoriFilter filter,
            KvCodec codec) {
        return new WireList(
                prefix,
                limit,
                reverse,
                after,
                before,
                filter,
                filter.metadata().isEmpty() ? null : codec.encode(filter.metadata()));
    }

    void write(JsonGenerator json) throws IOException {
        boolean filters = !filter.equals(VersoriFilter.none());
        if (!prefix.isEmpty() || after != null || before != null || filters) {
            json.writeObjectFieldStart("selector");
            if (!prefix.isEmpty()) {
                StoreCalls.writeKey(json, "prefix", prefix);
            }
            if (after != null) {
                json.writeStringField("after", after);
            }
            if (before != null) {
                json.writeStringField("before", before);
            }
            if (filters) {
                writeFilter(json);
            }
            json.writeEndObject();
        }
        json.writeObjectFieldStart("options");
        json.writeNumberField("limit", limit);
        if (reverse) {
            json.writeBooleanField("reverse", true);
        }
        json.writeEndObject();
    }

    private void writeFilter(JsonGenerator json) throws IOException {
        json.writeObjectFieldStart("filter");
        if (filter.createdAfter().isPresent()) {
            json.writeStringField(
                    "createdAfter", Json.rfc3339(filter.createdAfter().get()));
        }
        if (filter.createdBefore().isPresent()) {
            json.writeStringField(
                    "createdBefore", Json.rfc3339(filter.createdBefore().get()));
        }
        if (metadata != null) {
            json.writeFieldName("metadata");
            json.writeRawValue(metadata.text());
        }
        json.writeEndObject();
    }

    /** Without the metadata. */
    @Override
    public String toString() {
        return "WireList[prefix=" + String.join("/", prefix) + ", limit=" + limit + "]";
    }
}
