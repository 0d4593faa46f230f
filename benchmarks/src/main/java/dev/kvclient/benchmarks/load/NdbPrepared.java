package dev.kvclient.benchmarks.load;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.TextFrame;
import org.java_websocket.handshake.ServerHandshake;
import org.jspecify.annotations.Nullable;

/**
 * The ceiling: Java-WebSocket with frames that were written beforehand and are joined, and answers of which only the
 * length is looked at.
 */
final class NdbPrepared implements Variant {
    static final String NAME = "R0 prepared";

    private static final int SHORTEST_ANSWER = 20;

    private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();
    private final Object lock = new Object();
    private final WebSocketClient client;
    private byte[][] sets = {};
    private byte[][] gets = {};
    private int size;

    private record Waiting(int request, int least, Sink sink) {}

    NdbPrepared(int port) throws Exception {
        client = new WebSocketClient(URI.create("ws://127.0.0.1:" + port), new Counting(this)) {
            @Override
            public void onOpen(ServerHandshake handshake) {}

            @Override
            public void onMessage(String message) {}

            @Override
            public void onClose(int code, String reason, boolean remote) {}

            @Override
            public void onError(Exception e) {}
        };
        WebSockets.connect(client, true);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void use(Workload workload) {
        size = workload.size();
        sets = new byte[workload.count()][];
        gets = new byte[workload.count()][];
        for (int i = 0; i < workload.count(); i++) {
            String key = '"' + workload.key(i) + '"';
            sets[i] = utf8("{\"KV_SET\":{\"keys\":{" + key + ":\"" + workload.value(i) + "\"}}}");
            gets[i] = utf8("{\"KV_GET\":{\"keys\":[" + key + "]}}");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void call(Operation operation, int key) throws InterruptedException {
        Semaphore answered = new Semaphore(0);
        start(operation, key, 0, (request, failure) -> answered.release());
        answered.acquire();
    }

    @Override
    public void start(Operation operation, int key, int request, Sink sink) {
        boolean set = operation == Operation.SET;
        TextFrame frame = new TextFrame();
        frame.setPayload(ByteBuffer.wrap(set ? sets[key] : gets[key]));
        Waiting one = new Waiting(request, set ? SHORTEST_ANSWER : size, sink);
        synchronized (lock) {
            waiting.add(one);
            client.sendFrame(frame);
        }
    }

    private void answered(int length) {
        Waiting one = waiting.remove();
        one.sink.ended(
                one.request, length < one.least ? new WrongAnswerException("an answer that is too short") : null);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Takes frames before the library makes strings of them. */
    private static final class Counting extends Draft_6455 {
        private final NdbPrepared owner;

        Counting(NdbPrepared owner) {
            super(Collections.emptyList());
            this.owner = owner;
        }

        @Override
        public Draft copyInstance() {
            return new Counting(owner);
        }

        @Override
        public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
            if (frame.getOpcode() == Opcode.TEXT) {
                owner.answered(frame.getPayloadData().remaining());
            } else {
                super.processFrame(socket, frame);
            }
        }

        @Override
        public boolean equals(@Nullable Object o) {
            return this == o;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }
}
