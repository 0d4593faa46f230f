package dev.kvclient.versori.internal;

import java.util.regex.Pattern;

/** Which of the server's words are names, and so may be repeated: sentences may hold what a request held. */
public final class Names {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.:/\\[\\]-]{1,64}");

    private Names() {}

    /** Whether it looks like the name of an error or of a field. */
    public static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
