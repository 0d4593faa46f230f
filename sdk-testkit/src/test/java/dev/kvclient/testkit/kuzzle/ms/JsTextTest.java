package dev.kvclient.testkit.kuzzle.ms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsTextTest {

    @ParameterizedTest
    @CsvSource({
        "42, 42",
        "-0.0, 0",
        "3.14, 3.14",
        "1e21, 1e+21",
        "1.5e300, 1.5e+300",
        "123456789012345680000, 123456789012345680000",
        "9007199254740993, 9007199254740992",
        "0.000001, 0.000001",
        "0.0000001, 1e-7",
        "-1.25e-9, -1.25e-9",
        "2e-3, 0.002",
    })
    void writesNumbersAsJavaScriptDoes(String number, String text) throws Exception {
        assertThat(JsText.argument(JsonMapper.builder().build().readTree(number)))
                .isEqualTo(text);
    }

    @Test
    void makesLoneSurrogatesWhatUtf8MakesOfThem() {
        assertThat(JsText.wellFormed("a\ud800b")).isEqualTo("a\ufffdb");
        assertThat(JsText.wellFormed("\udc00")).isEqualTo("\ufffd");
        assertThat(JsText.wellFormed("\ud83c\udf89")).isEqualTo("\ud83c\udf89");
    }

    @Test
    void splitsAsJavaScriptDoes() {
        assertThat(JsText.splitAtCommas("a,,b,")).containsExactly("a", "", "b", "");
    }
}
