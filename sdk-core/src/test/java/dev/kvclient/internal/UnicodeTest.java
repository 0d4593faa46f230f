package dev.kvclient.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnicodeTest {
    @ParameterizedTest
    @ValueSource(strings = {"", "a", "ü", "€", "😀", "a😀ü€z", "\u07ff\u0800\uffff"})
    void wholeTextHasItsLength(String text) {
        assertThat(Unicode.utf8Length(text)).isEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
        assertThat(Unicode.hasLoneSurrogate(text)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void halvesOfPairsAreFound(int which) {
        // Not as parameters: reports are written in UTF-8, which has no such thing.
        String text = new String[] {
                    "\uD800", "\uDC00", "a\uD800", "\uD800\uD800", "\uDC00\uD83D\uDE00", "\uD83D\uDE00\uD800b"
                }
                [which];

        assertThat(Unicode.hasLoneSurrogate(text)).isTrue();
    }
}
