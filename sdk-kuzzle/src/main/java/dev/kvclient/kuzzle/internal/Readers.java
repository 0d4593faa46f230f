package dev.kvclient.kuzzle.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvProtocolException;
import dev.kvclient.error.KvSerializationException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.Ack;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How the results of the actions look on the wire. */
final class Readers {
    /** Below it every integer has a number of JavaScript of its own. */
    static final long MAX_EXACT = 1L << 53;

    private Readers() {}

    /** A string, or null for an absent key. */
    static Optional<String> text(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_STRING -> Optional.of(parser.getText());
            case VALUE_NULL -> Optional.empty();
            default -> throw unexpected("a string or null", parser);
        };
    }

    /**
     * An integer.
     *
     * @throws KvSerializationException with outcome {@code APPLIED} from 2^53 on: the server counts in Redis' integers
     *     but answers in numbers of JavaScript, which are wrong there
     */
    static long integer(JsonParser parser) throws IOException {
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
                && parser.currentToken() != JsonToken.VALUE_NUMBER_FLOAT) {
            throw unexpected("an integer", parser);
        }
        double value = parser.getDoubleValue();
        if (value != Math.rint(value)) {
            throw unexpected("an integer", parser);
        }
        // 2^53 itself may stand for 2^53 + 1.
        if (Math.abs(value) >= MAX_EXACT) {
            throw new KvSerializationException(Failure.of(
                    Outcome.APPLIED, "the result reaches 2^53, where Kuzzle's numbers are not exact any more"));
        }
        return (long) value;
    }

    /** 0 or 1. */
    static boolean flag(JsonParser parser) throws IOException {
        return integer(parser) != 0;
    }

    /** {@code "OK"}: true. Null, for a condition that did not hold: false. */
    static boolean okOrNull(JsonParser parser) throws IOException {
        return text(parser).isPresent();
    }

    /** Any result at all. */
    static Ack any(JsonParser parser) throws IOException {
        parser.skipChildren();
        return Ack.DONE;
    }

    /** Strings and nulls. */
    static List<Optional<String>> texts(JsonParser parser) throws IOException {
        expect(JsonToken.START_ARRAY, parser);
        List<Optional<String>> all = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            all.add(text(parser));
        }
        return all;
    }

    /**
     * A page: the next cursor as a text, {@code "0"} at the end, and the keys.
     *
     * @param cursor where the next page begins
     * @param keys what this one holds
     */
    record KeyPage(String cursor, List<String> keys) {}

    static KeyPage keyPage(JsonParser parser) throws IOException {
        expect(JsonToken.START_ARRAY, parser);
        parser.nextToken();
        String cursor = text(parser).orElseThrow(() -> unexpected("a cursor", parser));
        parser.nextToken();
        List<String> keys = texts(parser).stream().flatMap(Optional::stream).toList();
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            throw unexpected("the end of the page", parser);
        }
        return new KeyPage(cursor, keys);
    }

    /**
     * The results of a transaction: {@code [null, reply]} a member, or, for one that failed, {@code [{}]} - the server
     * loses what Redis said.
     *
     * @param replies reads the reply of each member, in their order
     * @return the replies; empty for a member that failed
     */
    static <T> List<Optional<T>> transaction(JsonParser parser, List<ResultReader<T>> replies) throws IOException {
        expect(JsonToken.START_ARRAY, parser);
        List<Optional<T>> all = new ArrayList<>();
        for (ResultReader<T> reply : replies) {
            parser.nextToken();
            expect(JsonToken.START_ARRAY, parser);
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                parser.skipChildren();
                all.add(Optional.empty());
            } else {
                parser.nextToken();
                all.add(Optional.of(reply.read(parser)));
            }
            if (parser.nextToken() != JsonToken.END_ARRAY) {
                throw unexpected("the end of a member", parser);
            }
        }
        if (parser.nextToken() != JsonToken.END_ARRAY) {
            throw unexpected("the end of the transaction", parser);
        }
        return all;
    }

    private static void expect(JsonToken token, JsonParser parser) {
        if (parser.currentToken() != token) {
            throw unexpected(token.toString(), parser);
        }
    }

    static KvProtocolException unexpected(String expected, JsonParser parser) {
        return new KvProtocolException(Failure.of(
                Outcome.APPLIED,
                "the result is not what it should be: expected " + expected + ", found " + parser.currentToken()));
    }
}
