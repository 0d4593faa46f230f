package dev.kvclient.benchmarks.jmh;

import dev.kvclient.KvType;
import dev.kvclient.codec.KvCodec;
import dev.kvclient.codec.StoredValue;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Values to JSON and back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class CodecBenchmark {
    private static final KvType<String> TEXT = KvType.of(String.class);
    private static final KvType<Person> PERSON = KvType.of(Person.class);

    /** Bytes of a text. */
    @Param({"32", "1024", "65536"})
    public int size = 32;

    private final KvCodec codec = KvCodec.standard();
    private final Person person = new Person("Ada", 36, List.of("poet", "mathematician"));
    private final StoredValue personJson = codec.encode(person);
    private String text = "";
    private StoredValue textJson = personJson;

    /** An object as applications have them. */
    public record Person(String name, int age, List<String> roles) {}

    /** Makes a text of the size. */
    @Setup
    public void prepare() {
        text = "v".repeat(size - 2);
        textJson = codec.encode(text);
    }

    /** A text to JSON. */
    @Benchmark
    public Object encodeText() {
        return codec.encode(text);
    }

    /** A text from JSON. */
    @Benchmark
    public Object decodeText() {
        return codec.decode(textJson, TEXT);
    }

    /** A record to JSON. */
    @Benchmark
    public Object encodeRecord() {
        return codec.encode(person);
    }

    /** A record from JSON. */
    @Benchmark
    public Object decodeRecord() {
        return codec.decode(personJson, PERSON);
    }
}
