package dev.kvclient.testkit.versori;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a request shows of who sends it. Its {@link #toString()} keeps it secret.
 *
 * @param authorization the header {@code Authorization}, or null
 * @param cookies the header {@code Cookie}, or null
 */
public record ShownCredentials(
        @Nullable String authorization, @Nullable String cookies) {

    /** Returns what follows {@code Bearer}: an API key. */
    public Optional<String> bearer() {
        return after("bearer ");
    }

    /** Returns what follows {@code JWT}: a signed token. */
    public Optional<String> jwt() {
        return after("jwt ");
    }

    /** Returns the value of the cookie that is named {@code cookie}. */
    public Optional<String> cookie() {
        if (cookies == null) {
            return Optional.empty();
        }
        for (String pair : cookies.split(";", -1)) {
            String trimmed = pair.trim();
            if (trimmed.startsWith("cookie=")) {
                return Optional.of(trimmed.substring("cookie=".length()));
            }
        }
        return Optional.empty();
    }

    private Optional<String> after(String scheme) {
        return authorization != null && authorization.toLowerCase(Locale.ROOT).startsWith(scheme)
                ? Optional.of(authorization.substring(scheme.length()))
                : Optional.empty();
    }

    @Override
    public String toString() {
        return "ShownCredentials[authorization=" + (authorization != null) + ", cookies=" + (cookies != null) + "]";
    }
}
