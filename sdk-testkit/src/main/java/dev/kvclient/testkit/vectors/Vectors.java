package dev.kvclient.testkit.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the recordings that come with the testkit. */
public final class Vectors {

    private static final JsonFactory JSON = new JsonFactory();

    private Vectors() {}

    /**
     * Returns what a Kuzzle 2.56 answered, in the order in which it was asked: later answers depend on earlier
     * questions.
     *
     * @return the pairs, unmodifiable
     * @throws UncheckedIOException when the recording cannot be read
     */
    public static List<Vector> kuzzle() {
        return read("kuzzle.jsonl");
    }

    private static List<Vector> read(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no such recording: " + name);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<Vector> vectors = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                vectors.add(parse(line));
            }
            return List.copyOf(vectors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Vector parse(String line) throws IOException {
        Map<String, String> fields = new HashMap<>();
        try (JsonParser parser = JSON.createParser(line)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                int from = (int) parser.currentTokenLocation().getCharOffset();
                parser.skipChildren();
                parser.finishToken();
                int to = (int) parser.currentLocation().getCharOffset();
                fields.put(field, line.substring(from, to));
            }
        }
        return new Vector(
                unquoted(fields, "id"), unquoted(fields, "transport"), of(fields, "request"), of(fields, "response"));
    }

    private static String unquoted(Map<String, String> fields, String field) throws IOException {
        String quoted = of(fields, field);
        return quoted.substring(1, quoted.length() - 1);
    }

    private static String of(Map<String, String> fields, String field) throws IOException {
        String value = fields.get(field);
        if (value == null) {
            throw new IOException("a line of the recording has no " + field);
        }
        return value;
    }
}
