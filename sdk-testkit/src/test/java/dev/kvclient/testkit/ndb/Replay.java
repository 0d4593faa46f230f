package dev.kvclient.testkit.ndb;

import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.vectors.NdbVector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts the recorded frames to a server, in their order, and compares the answers as text. Only what differs from run to
 * run is left out: tokens stand for each other, and how long a save took.
 */
final class Replay implements AutoCloseable {

    /** What the recordings ran with, but for the limits, which ran with the default. */
    private static final int LARGE_PAYLOAD = 1 << 20;

    /** The recorded v0.9 held these keys when its limits were tried: the last count tells it. */
    private static final int KEYS_BEFORE_LIMITS = 3002;

    /** Between one exchange and the next. */
    private static final Duration STEP = Duration.ofMillis(1);

    /** By how much an exchange came later than its whole seconds. */
    private static final Duration LATE = Duration.ofMillis(50);

    /** The monitor of the recorded servers ran between 3 and 4 s after the sessions that expire were made. */
    private static final Duration AFTER_MONITOR = Duration.ofMillis(1500);

    private static final Duration MONITOR = Duration.ofSeconds(5);

    private static final Pattern TOKEN = Pattern.compile("(?<=[:\\[\"])\\d{15,20}(?=[,}\\]\"])");
    private static final Pattern NEW_TOKEN = Pattern.compile("^\\{\"SH_NEW_RSP\":.*\"tkn\":(\\d+)}}$");
    private static final Pattern TOOK = Pattern.compile("^(\\{\"[SK][HV]_(?:SAVE|LOAD)_RSP\":.*\"duration\":)\\d+");

    private final NdbVersion version;
    private final Map<String, String> ours = new HashMap<>();
    private final Map<String, String> recorded = new HashMap<>();
    private String segment = "";
    private ManualTime time = new ManualTime();
    private Duration base = Duration.ZERO;
    private @Nullable NdbServer server;
    private @Nullable RawClient client;

    Replay(NdbVersion version) {
        this.version = version;
    }

    /** Replays an exchange; returns null when it went as recorded, or else what differs. */
    @Nullable
    String differs(NdbVector vector) {
        String begins = segmentOf(vector);
        if (server == null || !begins.equals(segment)) {
            segment = begins;
            restart(vector);
        }
        if (client == null || client.hasClosed()) {
            client = RawClient.connect(server);
        }
        passTime(vector);
        client.send(
                vector.binary(),
                vector.sends().stream().map(frame -> translated(vector, frame)).toList());
        List<String> actual = new ArrayList<>();
        while (actual.size() < vector.answers().size() && !client.hasClosed()) {
            String frame = client.poll(RawClient.PATIENCE);
            if (frame == null) {
                break;
            }
            actual.add(frame);
        }
        String end = vector.closeCode().isPresent() ? "closed " + client.awaitClose() : "open";
        if (vector.closeCode().isEmpty()) {
            // Whatever was answered besides has come before the pong, or is found by the next exchange.
            end = client.ping(RawClient.PATIENCE) ? "open" : "no pong";
            for (String frame = client.poll(Duration.ZERO); frame != null; frame = client.poll(Duration.ZERO)) {
                actual.add(frame);
            }
        }
        learnTokens(vector.answers(), actual);
        String wanted = "closed " + vector.closeCode().orElse(0) + " died " + vector.serverDied() + "\n       "
                + String.join("\n       ", comparable(vector.answers(), Map.of()));
        String got = (end.equals("open") ? "closed 0" : end) + " died " + server.died() + "\n       "
                + String.join("\n       ", comparable(actual, recorded));
        return wanted.equals(got) ? null : "wanted " + wanted + "\n   got " + got;
    }

    private static String segmentOf(NdbVector vector) {
        return switch (vector.group()) {
            case "expiry", "limits" -> vector.group();
            case "hazard" -> vector.note();
            default -> "";
        };
    }

    private void restart(NdbVector first) {
        close();
        time = new ManualTime();
        NdbServerBuilder builder = NdbServer.builder().version(version).timeSource(time);
        boolean limits = first.group().equals("limits");
        if (version != NdbVersion.V0_9 && !limits) {
            builder.maxPayload(LARGE_PAYLOAD);
        }
        server = builder.start();
        if (version == NdbVersion.V0_9 && limits) {
            try (RawClient before = RawClient.connect(server)) {
                for (int i = 0; i < KEYS_BEFORE_LIMITS; i++) {
                    before.askOne("{\"KV_SET\":{\"keys\":{\"before-" + i + "\":1}}}");
                }
            }
        }
    }

    private void passTime(NdbVector vector) {
        Duration now = Duration.ofNanos(time.nanoTime());
        if (vector.afterSeconds() >= 0) {
            Duration at = base.plusSeconds(vector.afterSeconds()).plus(LATE);
            time.advance(at.compareTo(now) > 0 ? at.minus(now) : STEP);
            return;
        }
        boolean expires = vector.sends().get(0).contains("\"expiry\":{\"duration\":");
        Duration sinceMonitor = Duration.ofNanos(now.toNanos() % MONITOR.toNanos());
        if (vector.group().equals("expiry")
                && expires
                && sinceMonitor.minus(AFTER_MONITOR).abs().compareTo(LATE) > 0) {
            time.advance(MONITOR.plus(AFTER_MONITOR).minus(sinceMonitor));
        } else {
            time.advance(STEP);
        }
        base = Duration.ofNanos(time.nanoTime());
    }

    private String translated(NdbVector vector, String frame) {
        String sent = TOKEN.matcher(frame).replaceAll(token -> ours.getOrDefault(token.group(), token.group()));
        if (vector.group().equals("limits") && sent.length() != frame.length()) {
            // A token of another length: the frame is to have the recorded one.
            int missing = frame.length() - sent.length();
            int filler = sent.lastIndexOf('p');
            return missing > 0
                    ? sent.substring(0, filler) + "p".repeat(missing) + sent.substring(filler)
                    : sent.substring(0, filler + missing) + sent.substring(filler);
        }
        return sent;
    }

    private void learnTokens(List<String> expected, List<String> actual) {
        if (expected.size() == 1 && actual.size() == 1) {
            Matcher theirs = NEW_TOKEN.matcher(expected.get(0));
            Matcher own = NEW_TOKEN.matcher(actual.get(0));
            if (theirs.matches() && own.matches()) {
                ours.put(theirs.group(1), own.group(1));
                recorded.put(own.group(1), theirs.group(1));
            }
        }
    }

    private static List<String> comparable(List<String> frames, Map<String, String> tokens) {
        return frames.stream()
                .map(frame ->
                        TOKEN.matcher(frame).replaceAll(token -> tokens.getOrDefault(token.group(), token.group())))
                .map(frame -> TOOK.matcher(frame).replaceFirst("$1a while"))
                .toList();
    }

    @Override
    public void close() {
        if (client != null) {
            client.close();
            client = null;
        }
        if (server != null) {
            server.close();
            server = null;
        }
    }
}
