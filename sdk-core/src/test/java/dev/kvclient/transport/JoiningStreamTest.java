package dev.kvclient.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JoiningStreamTest {
    private static final int TEXT = 0x81;
    private static final int PING = 0x89;
    private static final int CLOSE = 0x88;

    private final List<byte[]> writes = new ArrayList<>();
    private final SendAccount account = new SendAccount();
    private final String threadName = Thread.currentThread().getName();
    private boolean moreWaits;
    private boolean broken;
    private final JoiningStream stream = new JoiningStream(
            new OutputStream() {
                @Override
                public void write(int b) {
                    throw new AssertionError("a byte by itself");
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    if (broken) {
                        throw new IOException("in the middle of it");
                    }
                    ByteArrayOutputStream copy = new ByteArrayOutputStream();
                    copy.write(bytes, offset, length);
                    writes.add(copy.toByteArray());
                }
            },
            account,
            () -> moreWaits,
            "joining-stream-test");

    @BeforeEach
    void sendTheUpgrade() throws IOException {
        stream.write(new byte[] {'G', 'E', 'T'}, 0, 3);
        stream.flush();
        assertThat(writes).hasSize(1);
        writes.clear();
    }

    @AfterEach
    void giveTheThreadItsNameBack() {
        Thread.currentThread().setName(threadName);
    }

    @Test
    void namesTheWritingThread() {
        assertThat(Thread.currentThread().getName()).isEqualTo("joining-stream-test");
        assertThat(stream.writer()).isSameAs(Thread.currentThread());
    }

    @Test
    void holdsWhileMoreWaitsAndSendsAllWithTheLast() throws IOException {
        moreWaits = true;
        frame(TEXT, 10);
        frame(TEXT, 20);
        assertThat(writes).isEmpty();
        assertThat(account.handedOver()).isZero();
        moreWaits = false;
        frame(TEXT, 30);
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0)).hasSize(60);
        assertThat(account.handedOver()).isEqualTo(3);
    }

    @Test
    void countsTextFramesOnly() throws IOException {
        frame(PING, 6);
        assertThat(account.handedOver()).isZero();
        frame(TEXT, 6);
        frame(PING, 6);
        frame(CLOSE, 8);
        assertThat(account.handedOver()).isEqualTo(1);
        assertThat(writes).hasSize(4);
    }

    @Test
    void handsOverNoMoreThanItsBoundAtATime() throws IOException {
        moreWaits = true;
        int frames = 1000;
        for (int i = 0; i < frames; i++) {
            frame(TEXT, 1000);
        }
        long handed = account.handedOver();
        assertThat(writes)
                .isNotEmpty()
                .allSatisfy(w ->
                        assertThat(w.length).isBetween(JoiningStream.JOINED_BYTES - 1000, JoiningStream.JOINED_BYTES));
        assertThat(handed * 1000)
                .isEqualTo(writes.stream().mapToLong(w -> w.length).sum());
        moreWaits = false;
        frame(TEXT, 1000);
        assertThat(account.handedOver()).isEqualTo(frames + 1);
        assertThat(writes.stream().mapToLong(w -> w.length).sum()).isEqualTo((frames + 1) * 1000L);
    }

    @Test
    void aLargeFrameGoesBehindThoseBeforeIt() throws IOException {
        moreWaits = true;
        frame(TEXT, 10);
        frame(TEXT, 200_000);
        assertThat(writes).hasSize(2);
        assertThat(writes.get(0)).hasSize(10);
        assertThat(writes.get(1)).hasSize(200_000);
        assertThat(account.handedOver()).isEqualTo(2);
    }

    @Test
    void afterTheCutOnlyACloseFramePasses() throws IOException {
        moreWaits = true;
        frame(TEXT, 10);
        account.cut();
        frame(TEXT, 11);
        frame(TEXT, 200_000);
        moreWaits = false;
        frame(TEXT, 12);
        assertThat(writes).isEmpty();
        frame(CLOSE, 8);
        assertThat(writes).hasSize(1);
        assertThat(writes.get(0)).hasSize(8);
        assertThat(stream.closeFrameSent().getCount()).isZero();
        assertThat(account.handedOver()).isZero();
    }

    @Test
    void whatAWriteThatFailsTookAlongIsCounted() throws IOException {
        moreWaits = true;
        frame(TEXT, 10);
        moreWaits = false;
        broken = true;
        assertThatThrownBy(() -> frame(TEXT, 10)).isInstanceOf(IOException.class);
        assertThat(account.handedOver()).isEqualTo(2);
        assertThatThrownBy(() -> frame(TEXT, 200_000)).isInstanceOf(IOException.class);
        assertThat(account.handedOver()).isEqualTo(3);
    }

    @Test
    void aCloseFrameTakesAlongWhatIsHeld() throws IOException {
        moreWaits = true;
        frame(TEXT, 10);
        frame(CLOSE, 8);
        assertThat(writes).hasSize(2);
        assertThat(account.handedOver()).isEqualTo(1);
    }

    private void frame(int first, int length) throws IOException {
        byte[] bytes = new byte[length];
        bytes[0] = (byte) first;
        stream.write(bytes, 0, length);
        stream.flush();
    }
}
