package dev.kvclient.benchmarks.load;

import dev.kvclient.benchmarks.report.Progress;
import dev.kvclient.kuzzle.KuzzleBackend;
import dev.kvclient.spi.KvBackend;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The ways to talk to a real Kuzzle, which {@code it/kuzzle-server} starts unless it is there, and stops only if it has
 * started it.
 */
public final class KuzzleLoad implements Target {
    /** Where it listens unless {@code KUZZLE_IT_PORT} says otherwise. */
    private static final int USUAL_PORT = 7_512;

    private final Path folder = Path.of("").toAbsolutePath();
    private final Path mark = folder.resolve("target").resolve("kuzzle-mark");
    private final Rates rates = new Rates();
    private final List<Contestant> contestants = new ArrayList<>();

    private KuzzleLoad() {}

    /** Starts what is missing, and connects. */
    static KuzzleLoad start(Progress progress) throws IOException, InterruptedException {
        KuzzleLoad load = new KuzzleLoad();
        try {
            progress.step(0, 1, "starting Kuzzle");
            load.startServer();
            load.connect();
            return load;
        } catch (IOException | InterruptedException | RuntimeException e) {
            load.close();
            throw e;
        }
    }

    /** Where it listens. */
    public static int port() {
        String port = System.getenv("KUZZLE_IT_PORT");
        return port == null ? USUAL_PORT : Integer.parseInt(port);
    }

    /** Whether something listens there. */
    public static boolean isThere() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void startServer() throws IOException, InterruptedException {
        Files.createDirectories(mark.getParent());
        script("kuzzle-server/start.sh", "--mark", mark.toString());
        script("kuzzle-js/install");
    }

    private void script(String... command) throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(command));
        words.set(0, folder.resolveSibling("it").resolve(command[0]).toString());
        Process process = new ProcessBuilder(words)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.waitFor() != 0) {
            throw new IOException(command[0] + " failed");
        }
    }

    private void connect() throws IOException {
        contestants.add(new InProcess(new Futures(Suite.NAME, Suite.plain(backend())), rates));
        contestants.add(new InProcess(new Futures(Suite.BATCHED, Suite.batched(backend())), rates));
        contestants.add(new SuiteBatches(backend()));
        contestants.add(new JavaScriptPeer("JS SDK singly", folder, port(), 1));
        contestants.add(new JavaScriptPeer("JS SDK, mset(100)", folder, port(), SuiteBatches.KEYS));
    }

    static KvBackend backend() {
        return KuzzleBackend.builder().endpoint("127.0.0.1", port()).build();
    }

    @Override
    public String name() {
        return "Kuzzle";
    }

    @Override
    public List<Contestant> contestants() {
        return contestants;
    }
    /** The server is the ceiling: what is wider only waits there. */
    @Override
    public List<Integer> windows() {
        return List.of(1, 16, 256, 1_024);
    }

    /** A request is 1 MiB at the most, and so a hundred values are 10 KB each. */
    @Override
    public List<Integer> sizes() {
        return List.of(32, 1_024);
    }

    @Override
    public void close() throws IOException {
        contestants.forEach(Contestant::close);
        try {
            script("kuzzle-server/stop.sh", "--mark", mark.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
