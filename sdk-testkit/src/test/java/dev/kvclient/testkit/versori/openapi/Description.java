package dev.kvclient.testkit.versori.openapi;

import com.atlassian.oai.validator.OpenApiInteractionValidator;
import com.atlassian.oai.validator.model.Request;
import com.atlassian.oai.validator.model.SimpleRequest;
import com.atlassian.oai.validator.model.SimpleResponse;
import com.atlassian.oai.validator.report.LevelResolver;
import com.atlassian.oai.validator.report.ValidationReport;
import dev.kvclient.testkit.versori.HttpExchange;
import dev.kvclient.testkit.versori.VersoriServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The description, and what it says of an exchange. Fields that it does not name are
 * wrong, except in values and metadata, and so are queries. Safe for several threads.
 *
 * <p>Two things are not as the description has them. A key's segments are made one path segment, the slashes between
 * them encoded: a path parameter of OpenAPI cannot have slashes. And where it demands a bearer token, the other two
 * credentials that the vendor documents elsewhere will do: {@code Authorization: JWT}, and a cookie named
 * {@code cookie}.
 */
final class Description {

    private static final String BASE = "/api/v2";
    private static final String CONTENT_TYPE = "content-type";
    private static final Pattern KEY_PATH = Pattern.compile("(/store/[^/]+/kv/)(.+)");
    private static final Pattern AMPERSAND = Pattern.compile("&");
    private static final Pattern SEMICOLON = Pattern.compile(";");

    private final OpenApiInteractionValidator validator = OpenApiInteractionValidator.createForInlineApiSpecification(
                    VersoriServer.description())
            .withBasePathOverride("/")
            .withLevelResolver(LevelResolver.create()
                    .withLevel("validation.request.parameter.query.unexpected", ValidationReport.Level.ERROR)
                    .build())
            .build();

    /** What is wrong with a request, and with its answer. */
    record Findings(List<String> request, List<String> answer) {}

    Findings look(HttpExchange exchange) {
        List<String> request = new ArrayList<>();
        List<String> answer = new ArrayList<>();
        if (!showsCredentials(exchange.requestHeaders())) {
            request.add("the request shows no credentials");
        }
        boolean judgeAnswer = exchange.answered() && !exchange.spoiled();
        if (exchange.requestBody() != null && !exchange.requestHeaders().containsKey(CONTENT_TYPE)) {
            request.add("the request has a body without a content type");
        }
        if (judgeAnswer
                && exchange.responseBody() != null
                && !exchange.responseHeaders().containsKey(CONTENT_TYPE)) {
            answer.add("the answer has a body without a content type");
        }
        if (!exchange.target().startsWith(BASE + "/")) {
            request.add("the path does not begin with " + BASE);
            return new Findings(request, answer);
        }
        try {
            SimpleRequest asked = request(exchange);
            ValidationReport report =
                    judgeAnswer ? validator.validate(asked, response(exchange)) : validator.validateRequest(asked);
            for (ValidationReport.Message message : report.getMessages()) {
                if (message.getLevel() == ValidationReport.Level.ERROR) {
                    boolean ofAnswer = message.getKey().startsWith("validation.response");
                    (ofAnswer ? answer : request).add(message.getKey() + ": " + message.getMessage());
                }
            }
        } catch (IllegalArgumentException unreadable) {
            request.add("the request cannot be read: " + unreadable.getMessage());
        }
        return new Findings(request, answer);
    }

    private static SimpleRequest request(HttpExchange exchange) {
        String target = exchange.target();
        int query = target.indexOf('?');
        String path = folded(target.substring(BASE.length(), query < 0 ? target.length() : query));
        SimpleRequest.Builder request = new SimpleRequest.Builder(
                Request.Method.valueOf(exchange.method().toUpperCase(Locale.ROOT)), path);
        if (query >= 0) {
            for (String part : AMPERSAND.split(target.substring(query + 1), -1)) {
                int equals = part.indexOf('=');
                request.withQueryParam(
                        equals < 0 ? part : part.substring(0, equals), equals < 0 ? "" : part.substring(equals + 1));
            }
        }
        for (Map.Entry<String, List<String>> header : exchange.requestHeaders().entrySet()) {
            request.withHeader(header.getKey(), header.getValue());
        }
        if (exchange.requestBody() != null) {
            request.withBody(exchange.requestBody());
        }
        return request.build();
    }

    /** The slashes between the segments of a key, encoded. */
    private static String folded(String path) {
        Matcher matcher = KEY_PATH.matcher(path);
        return matcher.matches() ? matcher.group(1) + matcher.group(2).replace("/", "%2F") : path;
    }

    /** Whether a header or a cookie shows who asks. The library looks only at what single operations demand. */
    private static boolean showsCredentials(Map<String, List<String>> headers) {
        boolean inHeader = headers.getOrDefault("authorization", List.of()).stream()
                .anyMatch(shown -> shown.startsWith("Bearer ") || shown.startsWith("JWT "));
        return inHeader
                || headers.getOrDefault("cookie", List.of()).stream()
                        .flatMap(SEMICOLON::splitAsStream)
                        .anyMatch(pair -> pair.trim().startsWith("cookie="));
    }

    private static SimpleResponse response(HttpExchange exchange) {
        SimpleResponse.Builder response = SimpleResponse.Builder.status(exchange.status());
        exchange.responseHeaders().forEach(response::withHeader);
        if (exchange.responseBody() != null) {
            response.withBody(exchange.responseBody());
        }
        return response.build();
    }
}
