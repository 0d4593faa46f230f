package dev.kvclient.testkit.vectors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
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
import java.util.OptionalInt;

/** Reads the recordings that come with the testkit. */
public final class Vectors {

    private static final JsonFactory JSON = new JsonFactory();
    private static final ObjectMapper TREES = JsonMapper.builder().build();

    private Vectors() {}

    /**
     * Returns what a Kuzzle 2.56 answered, in the order in which it was asked: later answers depend on earlier
     * questions.
     *
     * @return the pairs, unmodifiable
     * @throws UncheckedIOException when the recording cannot be read
     */
    public static List<Vector> kuzzle() {
        return read("kuzzle.jsonl", Vectors::parse);
    }

    /**
     * Returns what a NemesisDB v0.4 (generation A, with sessions) answered, in the order in which it was asked.
     *
     * @return the exchanges, unmodifiable
     * @throws UncheckedIOException when the recording cannot be read
     */
    public static List<NdbVector> ndbV04() {
        return read("ndb-A.jsonl", Vectors::parseNdb);
    }

    /**
     * Returns what a NemesisDB v0.5 (generation A, with sessions) answered, in the order in which it was asked.
     *
     * @return the exchanges, unmodifiable
     * @throws UncheckedIOException when the recording cannot be read
     */
    public static List<NdbVector> ndbV05() {
        return read("ndb-A-v0.5.jsonl", Vectors::parseNdb);
    }

    /**
     * Returns what a NemesisDB v0.9 (generation B, without sessions) answered, in the order in which it was asked.
     *
     * @return the exchanges, unmodifiable
     * @throws UncheckedIOException when the recording cannot be read
     */
    public static List<NdbVector> ndbV09() {
        return read("ndb-B.jsonl", Vectors::parseNdb);
    }

    /** Understands one line. */
    @FunctionalInterface
    private interface LineParser<T> {
        T parse(String line) throws IOException;
    }

    private static <T> List<T> read(String name, LineParser<T> parser) {
        try (InputStream in = Vectors.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IOException("no such recording: " + name);
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            List<T> vectors = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                vectors.add(parser.parse(line));
            }
            return List.copyOf(vectors);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static NdbVector parseNdb(String line) throws IOException {
        JsonNode fields = TREES.readTree(line);
        List<String> sends = new ArrayList<>();
        if (fields.has("send")) {
            sends.add(fields.get("send").textValue());
        }
        fields.path("sends").forEach(frame -> sends.add(frame.textValue()));
        if (fields.path("abridged").booleanValue()) {
            sends.replaceAll(frame -> expand(frame, fields.path("sendLength").intValue()));
        }
        List<String> answers = new ArrayList<>();
        fields.path("recv").forEach(frame -> answers.add(frame.textValue()));
        JsonNode close = fields.path("close");
        return new NdbVector(
                text(fields, "id"),
                text(fields, "group"),
                text(fields, "note"),
                sends,
                fields.path("binary").booleanValue(),
                answers,
                close.isNumber() ? OptionalInt.of(close.intValue()) : OptionalInt.empty(),
                fields.path("afterSeconds").asLong(-1),
                fields.has("serverDied"));
    }

    private static String text(JsonNode fields, String field) throws IOException {
        String text = fields.path(field).textValue();
        if (text == null) {
            throw new IOException("a line of the recording has no " + field);
        }
        return text;
    }

    /** Puts back a long run of one character that the recording has left out. */
    private static String expand(String frame, int length) {
        int gap = frame.indexOf("...");
        String filler = frame.substring(gap - 1, gap).repeat(length - frame.length() + "...".length());
        return frame.substring(0, gap) + filler + frame.substring(gap + "...".length());
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
