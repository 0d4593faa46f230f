package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The check of {@code volatile.sdkName} and {@code volatile.sdkVersion} ({@code server.strictSdkVersion}). */
final class SdkVersions {

    private static final Map<String, Integer> MINIMUM =
            Map.of("js", 7, "csharp", 2, "cpp", 2, "java", 3, "android", 5, "go", 3, "php", 4);

    private SdkVersions() {}

    /**
     * Checks who says it is calling.
     *
     * @param volatileData what was sent, or null
     * @throws Refusal 400 for an SDK that Kuzzle 2 does not serve
     */
    static void check(@Nullable JsonNode volatileData) {
        if (volatileData == null) {
            return;
        }
        JsonNode version = volatileData.path("sdkVersion");
        if (version.isTextual() ? !version.textValue().isEmpty() : version.asBoolean(version.isContainerNode())) {
            throw incompatible(version.asText(), "Kuzzle v2");
        }
        String name = volatileData.path("sdkName").asText("");
        int at = name.indexOf('@');
        Integer minimum = at <= 0 || at + 1 == name.length() ? null : MINIMUM.get(name.substring(0, at));
        if (minimum == null) {
            return;
        }
        // Only the first character of the version counts.
        String given = name.substring(at + 1);
        int major = Character.digit(given.charAt(0), 10);
        if (major >= 0 && major < minimum) {
            throw incompatible(given, "min: " + minimum + ", max: none");
        }
    }

    private static Refusal incompatible(String version, String requirement) {
        return new Refusal(
                400,
                "api.process.incompatible_sdk_version",
                33685510,
                "Incompatible SDK client. Your SDK version (" + version + ") does not match Kuzzle requirement ("
                        + requirement + ").",
                List.of(version, requirement));
    }
}
