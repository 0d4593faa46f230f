package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.kvclient.Version;
import dev.kvclient.error.Failure;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Texts of the application's that are sent as they are. Half a character would arrive as a question mark. */
public final class Texts {
    private Texts() {}

    /** Whether it has an encoding: whether no surrogate in it stands alone. */
    public static boolean isWhole(String text) {
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    /**
     * Gives the text back.
     *
     * @param what how the text is called in the message
     * @throws KvRequestException if it holds a lone surrogate
     */
    static String requireWhole(String what, String text) {
        if (!isWhole(text)) {
            throw wrong(what + " holds a lone surrogate");
        }
        return text;
    }

    /**
     * Writes the condition of a request. An empty versionstamp is refused: a server may take it for none, and the
     * request for one without a condition.
     */
    static void writeCondition(JsonGenerator json, Version version) throws IOException {
        String text = requireWhole("a versionstamp", version.toString());
        if (text.isEmpty()) {
            throw wrong("a versionstamp is not empty");
        }
        json.writeStringField("ifVersionstamp", text);
    }

    private static KvRequestException wrong(String problem) {
        return new KvRequestException(Failure.of(Outcome.NOT_SENT, problem));
    }
}
