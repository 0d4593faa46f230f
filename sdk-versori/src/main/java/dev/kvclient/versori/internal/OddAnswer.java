package dev.kvclient.versori.internal;

import com.fasterxml.jackson.core.JsonParser;
import java.io.IOException;

/** An answer that is JSON, but not what it should be. The message repeats nothing of it. */
final class OddAnswer extends IOException {
    private static final long serialVersionUID = 1L;

    OddAnswer(String problem) {
        super(problem);
    }

    static OddAnswer expected(String expected, JsonParser parser) {
        return new OddAnswer("expected " + expected + ", found " + parser.currentToken());
    }
}
