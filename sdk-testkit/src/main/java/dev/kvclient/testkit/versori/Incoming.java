package dev.kvclient.testkit.versori;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import mockwebserver3.RecordedRequest;
import okhttp3.Headers;
import okio.ByteString;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came in.
 *
 * @param method the method
 * @param target path and query, as sent
 * @param headers the headers, names in lower case
 * @param body the body as UTF-8, or null when there is none
 */
record Incoming(
        String method,
        String target,
        Map<String, List<String>> headers,
        @Nullable String body) {

    static Incoming of(RecordedRequest recorded) {
        Map<String, List<String>> headers = new TreeMap<>();
        Headers sent = recorded.getHeaders();
        for (int i = 0; i < sent.size(); i++) {
            headers.computeIfAbsent(sent.name(i).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(sent.value(i));
        }
        ByteString body = recorded.getBody();
        return new Incoming(
                recorded.getMethod(),
                recorded.getTarget(),
                headers,
                body == null || body.size() == 0 ? null : body.utf8());
    }

    String path() {
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }

    @Nullable
    String header(String name) {
        List<String> values = headers.get(name);
        return values == null ? null : values.get(0);
    }

    boolean acceptsGzip() {
        String accepted = header("accept-encoding");
        return accepted != null && accepted.contains("gzip");
    }

    /** Whether the body says that it is JSON; parameters such as the charset do not matter. */
    boolean isJson() {
        String type = header(Answer.CONTENT_TYPE);
        return type != null && type.split(";", 2)[0].trim().equalsIgnoreCase(Answer.JSON);
    }
}
