package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An API key.
 *
 * @param id its id
 * @param description what its maker calls it
 * @param token the token in it
 * @param createdAt when it was made, in epoch milliseconds
 */
record ApiKey(String id, String description, Token token, long createdAt) {

    static ApiKey of(@Nullable String id, String description, Token token, long createdAt) {
        return new ApiKey(id == null ? UUID.randomUUID().toString() : id, description, token, createdAt);
    }

    /** As it is answered: the token is shown to its maker alone, once. */
    ObjectNode shown(boolean withToken) {
        ObjectNode shown = JsonNodeFactory.instance.objectNode().put("_id", id);
        ObjectNode source = shown.putObject("_source")
                .put("description", description)
                .put("expiresAt", token.expiresAt())
                .put("fingerprint", fingerprint())
                .put("ttl", token.ttl())
                .put("userId", token.userId());
        source.putObject("_kuzzle_info")
                .put("author", token.userId())
                .put("createdAt", createdAt)
                .putNull("updatedAt")
                .putNull("updater");
        if (withToken) {
            source.put("token", token.text());
        }
        return shown;
    }

    private String fingerprint() {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(sha256.digest(token.text().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
