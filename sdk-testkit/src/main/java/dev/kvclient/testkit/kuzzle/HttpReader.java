package dev.kvclient.testkit.kuzzle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.kuzzle.ms.Refusal;
import dev.kvclient.testkit.kuzzle.ms.Request;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/** Makes requests of HTTP messages, as Kuzzle does. Immutable. */
final class HttpReader {

    private static final Set<String> CONTENT_TYPES =
            Set.of("application/json", "application/x-www-form-urlencoded", "multipart/form-data");

    private static final Pattern CHARSET = Pattern.compile("charset=([\\w-]+)", Pattern.CASE_INSENSITIVE);
    private static final int QUOTED = 50;
    private static final String BEARER = "bearer ";

    private final ObjectMapper json = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final HttpRoutes routes = new HttpRoutes();

    /**
     * Reads the body, before it is known what is asked for.
     *
     * @return what was sent, or null when nothing was
     * @throws Refusal when it cannot be read; it is answered as it is, without an envelope
     */
    @Nullable
    JsonNode content(HttpMessage message) {
        byte[] body = message.body();
        if (body == null) {
            throw http(413, 1, "request_too_large", "Maximum HTTP request size exceeded.");
        }
        String type = message.header("content-type", "");
        String plainType = type.split(";", 2)[0].strip();
        if (!plainType.isEmpty() && !CONTENT_TYPES.contains(plainType)) {
            throw http(
                    400,
                    8,
                    "unsupported_content",
                    "Invalid request content-type. Expected \"application/json\", got: \"" + plainType + "\".",
                    plainType);
        }
        Matcher charset = CHARSET.matcher(type);
        if (charset.find() && !charset.group(1).equalsIgnoreCase("utf-8")) {
            String name = charset.group(1).toLowerCase(Locale.ROOT);
            throw http(
                    400,
                    9,
                    "unsupported_charset",
                    "Unsupported request charset. Expected \"utf-8\", got: \"" + name + "\".",
                    name);
        }
        if (body.length == 0) {
            return null;
        }
        String text = new String(unpacked(message, body), StandardCharsets.UTF_8);
        return plainType.equals("application/x-www-form-urlencoded") ? fields(text) : parsed(text);
    }

    private JsonNode parsed(String text) {
        try {
            JsonNode content = json.readTree(text);
            if (!content.isMissingNode()) {
                return content;
            }
        } catch (JsonProcessingException notJson) {
            throw bodyParseFailed(text);
        }
        throw bodyParseFailed(text);
    }

    private static Refusal bodyParseFailed(String text) {
        String start = text.substring(0, Math.min(QUOTED, text.length()));
        return http(400, 12, "body_parse_failed", "Unable to convert the HTTP body to JSON: " + start, start);
    }

    private static byte[] unpacked(HttpMessage message, byte[] body) {
        List<String> encodings = new ArrayList<>();
        for (String encoding : message.header("content-encoding", "identity").split(",", -1)) {
            encodings.add(encoding.strip().toLowerCase(Locale.ROOT));
        }
        // The last one applied is undone first.
        Collections.reverse(encodings);
        byte[] unpacked = body;
        for (String encoding : encodings) {
            unpacked = unpacked(unpacked, encoding);
        }
        return unpacked;
    }

    private static byte[] unpacked(byte[] body, String encoding) {
        if (encoding.equals("identity")) {
            return body;
        }
        if (!encoding.equals("gzip") && !encoding.equals("deflate")) {
            throw http(
                    400,
                    4,
                    "unsupported_compression",
                    "Unsupported compression algorithm \"" + encoding + "\".",
                    encoding);
        }
        ByteArrayInputStream packed = new ByteArrayInputStream(body);
        try (InputStream in = encoding.equals("gzip") ? new GZIPInputStream(packed) : new InflaterInputStream(packed)) {
            return in.readAllBytes();
        } catch (IOException broken) {
            throw unexpected("incorrect header check");
        }
    }

    /**
     * Reads what is asked for.
     *
     * @param message the message
     * @param content its body, or null
     * @param requestId the id it goes by, whatever the body of a {@code /_query} says
     * @return the request
     * @throws Refusal when there is no such route, or what is asked is of a wrong type; it is answered in an envelope
     */
    Request request(HttpMessage message, @Nullable JsonNode content, String requestId) {
        int question = message.target().indexOf('?');
        String path = question < 0 ? message.target() : message.target().substring(0, question);
        String trimmed = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        ObjectNode data = fields(question < 0 ? "" : message.target().substring(question + 1));
        String jwt = bearer(message);
        String volatileData = message.header("x-kuzzle-volatile");
        if (volatileData != null) {
            data.set("volatile", volatileData(volatileData));
        }
        if (message.method().equals("POST") && trimmed.equals("/_query")) {
            return query(content, jwt, requestId);
        }
        HttpRoutes.Found found = routes.find(message.method(), trimmed);
        if (found == null) {
            throw http(404, 7, "url_not_found", "API URL not found: " + trimmed + ".", trimmed);
        }
        data.put("requestId", requestId).put("controller", found.controller()).put("action", found.action());
        found.arguments().forEach(data::put);
        if (content != null) {
            data.set("body", content);
        }
        if (jwt != null) {
            data.put("jwt", jwt);
        }
        return Request.of(data);
    }

    private static Request query(@Nullable JsonNode content, @Nullable String jwt, String requestId) {
        if (content == null || content.isNull()) {
            throw unexpected("Cannot set properties of null (setting 'jwt')");
        }
        if (!(content instanceof ObjectNode asked)) {
            throw Refusal.notAnObject();
        }
        ObjectNode data = asked.deepCopy().put("requestId", requestId);
        if (jwt != null && !data.has("jwt")) {
            data.put("jwt", jwt);
        }
        return Request.of(data);
    }

    private static @Nullable String bearer(HttpMessage message) {
        String authorization = message.header("authorization", "");
        return authorization.toLowerCase(Locale.ROOT).startsWith(BEARER)
                ? authorization.substring(BEARER.length())
                : null;
    }

    private JsonNode volatileData(String text) {
        try {
            return json.readTree(text);
        } catch (JsonProcessingException notJson) {
            String words = JsonWords.about(text);
            throw http(
                    400,
                    11,
                    "volatile_parse_failed",
                    "Unable to convert the \"x-kuzzle-volatile\" HTTP header to JSON: " + words,
                    words);
        }
    }

    /** A query or a form; what is named several times becomes a list. */
    private static ObjectNode fields(String text) {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        for (String field : text.split("&", -1)) {
            if (field.isEmpty()) {
                continue;
            }
            int equals = field.indexOf('=');
            String name = HttpRoutes.decoded(equals < 0 ? field : field.substring(0, equals), true);
            String value = HttpRoutes.decoded(equals < 0 ? "" : field.substring(equals + 1), true);
            JsonNode before = fields.get(name);
            if (before == null) {
                fields.put(name, value);
            } else if (before instanceof ArrayNode list) {
                list.add(value);
            } else {
                fields.putArray(name).add(before).add(value);
            }
        }
        return fields;
    }

    static Refusal unsupportedVerb(String method) {
        return http(400, 6, "unsupported_verb", "Unsupported HTTP verb \"" + method + "\".", method);
    }

    private static Refusal unexpected(String words) {
        return http(400, 2, "unexpected_error", "Caught an unexpected HTTP error: " + words, words);
    }

    private static Refusal http(int status, int code, String name, String message, String... props) {
        int family = 50397184;
        return new Refusal(status, "network.http." + name, family + code, message, List.of(props));
    }
}
