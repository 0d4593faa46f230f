package dev.kvclient.benchmarks.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Kuzzle's own JavaScript SDK, in a process of its own, which has its turns as the others do. */
final class JavaScriptPeer implements Contestant {
    private final String name;
    private final int together;
    private final Process process;
    private final BufferedWriter orders;
    private final BufferedReader answers;
    private final ObjectMapper mapper = new ObjectMapper();

    /**
     * Starts it.
     *
     * @param folder where {@code kuzzle-js.js} is
     * @param together how many keys a request has
     */
    JavaScriptPeer(String name, Path folder, int port, int together) throws IOException {
        this.name = name;
        this.together = together;
        String script = folder.resolve("kuzzle-js.js").toString();
        this.process = new ProcessBuilder(
                        List.of("node", script, "127.0.0.1", Integer.toString(port), Integer.toString(together)))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        this.answers = process.inputReader(StandardCharsets.UTF_8);
    }

    @Override
    public String name() {
        return name;
    }

    /** What has several keys a request cannot have fewer in flight; and it has no open loop. */
    @Override
    public boolean takesPart(int window) {
        return window >= together;
    }

    @Override
    public void use(Workload workload) throws IOException {
        List<String> keys =
                IntStream.range(0, workload.count()).mapToObj(workload::key).toList();
        List<String> values =
                IntStream.range(0, workload.count()).mapToObj(workload::value).toList();
        ask(Map.of("use", Map.of("keys", keys, "values", values)));
    }

    @Override
    public Sample closedLoop(Operation operation, int window, int count) throws IOException {
        JsonNode figures = ask(Map.of("operation", operation.word(), "window", window, "count", count));
        return new Sample(
                figures.path("perSecond").asDouble(),
                figures.path("p50Micros").asDouble(),
                figures.path("p99Micros").asDouble(),
                figures.path("cpuMicros").asDouble(),
                Double.NaN);
    }

    @Override
    public Sample openLoop(Operation operation, double perSecond, int count) {
        throw new IllegalStateException("it has no open loop");
    }

    private JsonNode ask(Map<String, Object> order) throws IOException {
        orders.write(mapper.writeValueAsString(order));
        orders.newLine();
        orders.flush();
        String line = answers.readLine();
        if (line == null) {
            throw new IOException(name + " has ended");
        }
        return mapper.readTree(line);
    }

    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException e) {
            System.err.println(name + " ended by itself: " + e.getMessage());
        }
        process.destroy();
    }
}
