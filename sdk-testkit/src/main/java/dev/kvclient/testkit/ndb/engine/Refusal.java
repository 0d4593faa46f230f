package dev.kvclient.testkit.ndb.engine;

import org.jspecify.annotations.Nullable;

/** A command that is answered by an error. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final String words;
    private final boolean anonymous;
    private final transient @Nullable Object token;

    private Refusal(int status, String words, boolean anonymous, @Nullable Object token) {
        super("refused with status " + status, null, false, false);
        this.status = status;
        this.words = words;
        this.anonymous = anonymous;
        this.token = token;
    }

    static Refusal of(int status) {
        return new Refusal(status, "", false, null);
    }

    static Refusal of(int status, String words) {
        return new Refusal(status, words, false, null);
    }

    static Refusal missing() {
        return of(Status.PARAM_MISSING, "Missing parameter");
    }

    static Refusal type() {
        return of(Status.VALUE_TYPE, "Param type incorrect");
    }

    /** One that is answered as {@code ERR}, which does not name the command. */
    static Refusal anonymous(int status) {
        return new Refusal(status, "", true, null);
    }

    /** The session does not exist, which alone repeats the token. */
    static Refusal noSession(Object token) {
        return new Refusal(Status.SESSION_NOT_EXIST, "", false, token);
    }

    int status() {
        return status;
    }

    /** What generation A puts in {@code m}. */
    String words() {
        return words;
    }

    boolean isAnonymous() {
        return anonymous;
    }

    @Nullable
    Object token() {
        return token;
    }
}
