package dev.kvclient.testkit.kuzzle.ms;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {

    @ParameterizedTest
    @CsvSource({
        "*, anything, true",
        "a*c, abbc, true",
        "a*c, abbcd, false",
        "*b*d, abcbd, true",
        "a?c, abc, true",
        "a?c, ac, false",
        "[a-c]x, bx, true",
        "[a-c]x, dx, false",
        "[^a-c]x, dx, true",
        "[^a]x, ax, false",
        "[c-a]x, bx, true",
        "[\\]]x, ]x, true",
        "\\*, *, true",
        "\\*, a, false",
        "a\\[b\\]*, a[b]c, true",
        "user:*, user, false",
        "\u00e9??, \u00e9\u00e9, true",
        "?, \u00e9, false",
        "[abc, a, true",
    })
    void matchesAsRedisDoes(String pattern, String text, boolean matches) {
        assertThat(new Glob(pattern).matches(text)).isEqualTo(matches);
    }
}
