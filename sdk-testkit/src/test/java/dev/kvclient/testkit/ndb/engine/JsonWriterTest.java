package dev.kvclient.testkit.ndb.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonWriterTest {

    @ParameterizedTest
    @CsvSource({
        "1e16, 10000000000000000.0",
        "1e17, 1e+17",
        "123456789012345678, 1.2345678901234568e+17",
        "0.0001, 0.0001",
        "0.00012, 0.00012",
        "0.00001, 1e-05",
        "-2.5, -2.5",
        "2e-3, 0.002",
        "2.0e-44, 2e-44",
        "1e100, 1e+100",
        "1.5e-300, 1.5e-300",
        "2e23, 2e+23",
        "9007199254740993.0, 9007199254740992.0",
        "-0.0, 0.0",
        "1e400, null"
    })
    void printsDoublesAsJsoncons(double value, String printed) {
        assertThat(JsonWriter.number(value)).isEqualTo(printed);
    }

    @Test
    void everyDoubleReadsBack() throws Exception {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            double value = Double.longBitsToDouble(random.nextLong());
            if (Double.isFinite(value)) {
                assertThat(JsonReader.read(JsonWriter.number(value), false)).isEqualTo(value);
            }
        }
    }

    @Test
    void sortsByBytesAndNotByChars() throws Exception {
        // U+FF5E is below U+1F600 in UTF-8, and above its surrogates.
        String text = "{\"\uD83D\uDE00\":1,\"\uFF5E\":2,\"b\":3,\"\":4}";
        assertThat(JsonWriter.write(JsonReader.read(text, true)))
                .isEqualTo("{\"\":4,\"b\":3,\"\uFF5E\":2,\"\uD83D\uDE00\":1}");
        assertThat(JsonWriter.write(JsonReader.read(text, false))).isEqualTo(text);
    }
}
