package dev.kvclient.ndb.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.kvclient.codec.JsonScanner;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A frame of the server, with what tells whose answer it is: its name, its status, its token, the names of its keys.
 * Values are skipped; they are read where they are awaited.
 */
final class NdbAnswer {
    /**
     * The names of keys are members here: they come and go, so they are not interned, and are as long and as alike as
     * somebody likes. The server nests up to 1,024 levels.
     */
    static final JsonFactory JSON = new JsonFactoryBuilder()
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(2_000)
                    .maxNameLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** The answer to what was not understood far enough to be named. */
    static final String ERR = "ERR";

    /** What the name of a command has behind it in its answer. */
    private static final String ANSWER = "_RSP";

    private static final List<String> USUAL = List.of("KV_GET_RSP", "KV_SET_RSP", "KV_RMV_RSP", "KV_CONTAINS_RSP");

    private final byte[] utf8;
    private final String name;
    private List<String> keys = List.of();
    private int status;
    private @Nullable Long token;
    private String message = "";
    private boolean hasMessage;

    private NdbAnswer(byte[] utf8, String name) {
        this.utf8 = utf8;
        this.name = name;
    }

    /**
     * Reads a frame.
     *
     * @throws IOException if it is not {@code {"NAME":{..}}}
     */
    static NdbAnswer parse(byte[] utf8) throws IOException {
        JsonScanner json = new JsonScanner(utf8);
        json.enterObject();
        if (!json.nextMember()) {
            throw new IOException("no answer in the JSON object");
        }
        NdbAnswer answer = new NdbAnswer(utf8, name(json));
        json.enterObject();
        while (json.nextMember()) {
            answer.see(json);
        }
        if (json.nextMember()) {
            throw new IOException("more than one answer in the JSON object");
        }
        json.end();
        return answer;
    }

    /** Without a text of its own, if it is one of the usual. */
    private static String name(JsonScanner json) throws IOException {
        for (String usual : USUAL) {
            if (json.isNamed(usual)) {
                return usual;
            }
        }
        return json.name();
    }

    private void see(JsonScanner json) throws IOException {
        if (json.isNamed("st")) {
            status = json.isWhole() ? small(json.number()) : skipped(json);
        } else if (json.isNamed("keys") && json.isObject()) {
            json.enterObject();
            while (json.nextMember()) {
                addKey(json.name());
                json.skip();
            }
        } else if (json.isNamed("tkn")) {
            if (json.isWhole()) {
                token = unsigned(json.whole());
            } else {
                token = null;
                json.skip();
            }
        } else if (json.isNamed("m")) {
            hasMessage = json.isText();
            message = hasMessage ? json.text() : "";
            if (!hasMessage) {
                json.skip();
            }
        } else if (json.isNamed("contains") && json.isArray()) {
            json.enterArray();
            while (json.nextElement()) {
                if (json.isText()) {
                    addKey(json.text());
                } else {
                    json.skip();
                }
            }
        } else {
            json.skip();
        }
    }

    private static int small(long number) throws IOException {
        if (number != (int) number) {
            throw new IOException("a status beyond 32 bits");
        }
        return (int) number;
    }

    private static int skipped(JsonScanner json) throws IOException {
        json.skip();
        return 0;
    }

    private void addKey(String key) {
        if (keys.isEmpty()) {
            keys = new ArrayList<>(1);
        }
        keys.add(key);
    }

    private static @Nullable Long unsigned(String digits) {
        try {
            return Long.parseUnsignedLong(digits);
        } catch (NumberFormatException e) {
            // Negative, or beyond 64 bits: none of ours.
            return null;
        }
    }

    /** A token beyond 64 bits is none of ours. */
    static @Nullable Long unsigned(JsonParser parser) throws IOException {
        BigInteger number = parser.getBigIntegerValue();
        return number.signum() >= 0 && number.bitLength() <= Long.SIZE ? number.longValue() : null;
    }

    byte[] utf8() {
        return utf8;
    }

    /** The name, such as {@code KV_SET_RSP}. */
    String name() {
        return name;
    }

    /** {@code st}; 0 if there is none, as in most successes of the session generation. */
    int status() {
        return status;
    }

    /** The token, unsigned; null if there is none, or a null. */
    @Nullable
    Long token() {
        return token;
    }

    /** The server's words. */
    String message() {
        return message;
    }

    /** Whether there are words of the server, as in the refusals of the session generation. */
    boolean hasMessage() {
        return hasMessage;
    }

    /** The names in the member {@code keys}, if it is an object, or the texts in {@code contains}. */
    List<String> keys() {
        return keys;
    }

    /** The names of the members of the answer; looked for anew each time, as few commands want them. */
    Set<String> members() {
        Set<String> members = new LinkedHashSet<>();
        try {
            JsonScanner json = body();
            while (json.nextMember()) {
                members.add(json.name());
                json.skip();
            }
        } catch (IOException e) {
            throw new IllegalStateException("it was read before", e);
        }
        return members;
    }

    /** Whether it is the answer to that command, by its name. */
    boolean answers(String command) {
        return name.length() == command.length() + ANSWER.length() && name.startsWith(command) && name.endsWith(ANSWER);
    }

    /** Before the first member of the answer. */
    JsonScanner body() throws IOException {
        JsonScanner json = new JsonScanner(utf8);
        json.enterObject();
        json.nextMember();
        json.enterObject();
        return json;
    }

    /** The name only: the rest may hold values and tokens. */
    @Override
    public String toString() {
        return name + (status == 0 ? "" : " " + status);
    }
}
