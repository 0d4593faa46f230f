package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Makes the real Kuzzle and its Redis fail and come back, by {@code it/kuzzle-server/outage.sh}. */
final class OutageScript {
    private static final Path SCRIPT = Path.of("..", "it", "kuzzle-server", "outage.sh");
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost");

    /** More than the script gives what it starts. */
    private static final int SECONDS = 90;

    /** What can fail. */
    enum Part {
        KUZZLE,
        REDIS
    }

    /** What a run of the script came to. */
    private record Run(int exitCode, String words) {}

    private OutageScript() {}

    /** Why what is at this URL cannot be made to fail; empty if it can. */
    static Optional<String> reasonToLeaveAlone(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null || !LOOPBACK.contains(uri.getHost())) {
            return Optional.of(url + " is not on this machine");
        }
        if (!Files.isExecutable(SCRIPT)) {
            return Optional.of("there is no " + SCRIPT + " from here");
        }
        int port = uri.getPort() < 0 ? KuzzleBackend.DEFAULT_PORT : uri.getPort();
        Run asked = run("owns", Integer.toString(port));
        return asked.exitCode == 0 ? Optional.empty() : Optional.of(asked.words);
    }

    /** Ends it in its own way. Returns when it has ended. */
    static void terminate(Part part) {
        must("term", part);
    }

    /** Ends it in the middle of whatever it does. Returns when it has ended. */
    static void kill(Part part) {
        must("kill", part);
    }

    /** Lets it stand still, with its connections open. */
    static void freeze(Part part) {
        must("freeze", part);
    }

    /** Lets it go on. */
    static void thaw(Part part) {
        must("thaw", part);
    }

    /** Runs it again, if it does not. Returns when it answers. */
    static void start(Part part) {
        must("start", part);
    }

    private static void must(String what, Part part) {
        Run run = run(what, part == Part.KUZZLE ? "kuzzle" : "redis");
        assertThat(run.exitCode).as(run.words).isZero();
    }

    private static Run run(String what, String argument) {
        try {
            Process script = new ProcessBuilder(SCRIPT.toString(), what, argument)
                    .redirectErrorStream(true)
                    .start();
            String words = new String(script.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            assertThat(script.waitFor(SECONDS, TimeUnit.SECONDS)).as(words).isTrue();
            return new Run(script.exitValue(), words);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while the script ran", e);
        }
    }
}
