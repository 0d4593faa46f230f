package dev.kvclient.benchmarks.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** The files that a run leaves, in {@code results} of the folder in which it runs. */
public final class Results {
    private static final Path FOLDER = Path.of("results");

    private Results() {}

    /** Writes figures, with what they were measured on. */
    public static void writeJson(String name, Map<String, ?> figures) throws IOException {
        Files.createDirectories(FOLDER);
        Path file = FOLDER.resolve(name + ".json");
        Files.write(file, json(figures));
        System.out.println("written: " + file);
    }

    static byte[] json(Map<String, ?> figures) throws IOException {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("measured", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        all.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.version"));
        all.put("processors", Runtime.getRuntime().availableProcessors());
        all.putAll(figures);
        return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsBytes(all);
    }

    /** Writes a chart. */
    public static void writeSvg(String name, String svg) throws IOException {
        Files.createDirectories(FOLDER);
        Path file = FOLDER.resolve(name + ".svg");
        Files.writeString(file, svg, StandardCharsets.UTF_8);
        System.out.println("written: " + file);
    }
}
