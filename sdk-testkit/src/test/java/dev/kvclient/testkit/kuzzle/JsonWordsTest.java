package dev.kvclient.testkit.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The expected words are what Node 20 says. */
class JsonWordsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "hello            | Unexpected token 'h', \"hello\" is not valid JSON",
                "{                | Expected property name or '}' in JSON at position 1",
                "{\"a\"           | Expected ':' after property name in JSON at position 4",
                "{\"a\":          | Unexpected end of JSON input",
                "{\"a\":1         | Expected ',' or '}' after property value in JSON at position 6",
                "{\"a\":1,        | Expected double-quoted property name in JSON at position 7",
                "[1               | Expected ',' or ']' after array element in JSON at position 2",
                "[1,              | Unexpected end of JSON input",
                "\"a              | Unterminated string in JSON at position 2",
                "{} x             | Unexpected non-whitespace character after JSON at position 3",
                "-                | No number after minus sign in JSON at position 1",
                "tru3             | Unexpected number in JSON at position 3",
                "01               | Unexpected number in JSON at position 1",
                "nul              | Unexpected end of JSON input",
            })
    void saysWhatNodeSays(String text, String words) {
        assertThat(JsonWords.about(text)).isEqualTo(words);
    }
}
