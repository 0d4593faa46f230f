package dev.kvclient.transport;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What joining frames costs a frame, without the system call. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class JoiningBenchmark {
    private static final int MANY = 64;
    private static final byte TEXT = (byte) 0x81;

    /** Bytes of a frame. */
    @Param({"80", "1100"})
    public int size = 80;

    private boolean more;
    private final JoiningStream stream =
            new JoiningStream(OutputStream.nullOutputStream(), new SendAccount(), () -> more, "benchmark");
    private byte[] frame = new byte[0];

    /** The upgrade comes first. */
    @Setup
    public void upgrade() throws IOException {
        stream.write(new byte[] {'G'}, 0, 1);
        frame = new byte[size];
        frame[0] = TEXT;
    }

    /** Frames that follow each other, the last of which sends all. */
    @Benchmark
    @OperationsPerInvocation(MANY)
    public void write() throws IOException {
        for (int i = 1; i <= MANY; i++) {
            more = i < MANY;
            stream.write(frame, 0, frame.length);
            stream.flush();
        }
    }
}
