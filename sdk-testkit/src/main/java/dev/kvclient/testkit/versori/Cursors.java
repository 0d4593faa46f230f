package dev.kvclient.testkit.versori;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The cursors of listings: an entry's internal id, in a form that does not invite to be read. */
final class Cursors {

    private static final String MARK = "cur:";

    private Cursors() {}

    static String write(Entry entry) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((MARK + entry.id()).getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads one; null when there is none. An empty one is what the end of a listing is told by, and refused. */
    static @Nullable Long read(Body selector, String field) throws Refused {
        String cursor = selector.text(field);
        if (cursor == null) {
            return null;
        }
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII);
            if (text.startsWith(MARK)) {
                return Long.valueOf(text.substring(MARK.length()));
            }
            throw Refused.unreadable(selector.name(field), "is no cursor");
        } catch (IllegalArgumentException noCursor) {
            throw Refused.unreadable(selector.name(field), "is no cursor");
        }
    }
}
