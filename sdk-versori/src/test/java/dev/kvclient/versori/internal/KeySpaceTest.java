package dev.kvclient.versori.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.versori.VersoriKey;
import java.util.List;
import okhttp3.HttpUrl;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeySpaceTest {
    private static final KeySpace STORE = new KeySpace(List.of());
    private static final KeySpace SCOPE = new KeySpace(List.of("acme", "orders"));

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "a//b", "/", "//", "/a", "a/", ".", "..", "./..", "batch", "list", " ", "ü/世"})
    void everyKeyOfTheCommonApiComesBackAsItWas(String key) {
        assertThat(STORE.text(STORE.onWire(key))).isEqualTo(key);
        assertThat(SCOPE.text(SCOPE.onWire(key))).isEqualTo(key);
        assertThat(SCOPE.onWire(key)).startsWith("acme", "orders");
    }

    @Test
    void whatTheCommonApiCannotNameHasNoNameThere() {
        assertThat(STORE.text(List.of("a/b"))).isNull();
        assertThat(STORE.text(List.of(""))).isNull();
        assertThat(SCOPE.text(List.of("acme", "orders"))).isNull();
        assertThat(SCOPE.text(List.of("acme", "other", "a"))).isNull();
        assertThat(STORE.key(List.of("\ud800"))).isEmpty();
        assertThat(SCOPE.key(List.of("acme", "orders", "a/b"))).contains(VersoriKey.of("a/b"));
    }

    @Test
    void wholeSegmentsOfAPrefixAreForTheServer() {
        assertThat(STORE.wholeSegments("")).isEmpty();
        assertThat(STORE.wholeSegments("a")).isEmpty();
        assertThat(STORE.wholeSegments("a/")).containsExactly("a");
        assertThat(STORE.wholeSegments("a/b/c")).containsExactly("a", "b");
        assertThat(STORE.wholeSegments("/")).containsExactly("");
        assertThat(SCOPE.wholeSegments("a")).containsExactly("acme", "orders");
        assertThat(SCOPE.wholeSegments("a/b")).containsExactly("acme", "orders", "a");
        assertThat(KeySpace.isWhole("a/")).isTrue();
        assertThat(KeySpace.isWhole("")).isTrue();
        assertThat(KeySpace.isWhole("a")).isFalse();
    }

    @Test
    void eachSegmentIsEncodedByItself() {
        assertThat(KeySpace.path(List.of("products", "1 2"))).isEqualTo("products/1%202");
        assertThat(KeySpace.path(List.of("a?b#c%2F", "ü", "+&=;:@")))
                .isEqualTo("a%3Fb%23c%252F/%C3%BC/%2B%26%3D%3B%3A%40");
        assertThat(KeySpace.path(List.of("batch", "list"))).isEqualTo("batch/list");
    }

    @Test
    void whatAUrlCannotCarryHasNoPath() {
        for (List<String> key : List.of(
                List.of("a/b"),
                List.of("a", "", "b"),
                List.of(""),
                List.of("."),
                List.of("a", ".."),
                List.of(" "),
                List.of("\u0000\n"),
                List.of("batch"),
                List.of("list"),
                List.of("count"),
                List.of("x".repeat(5_000)))) {
            assertThat(KeySpace.path(key)).as("%s", key.size()).isNull();
        }
    }

    @Test
    void okHttpLeavesTheEncodedPathAlone() {
        List<String> key = List.of("a b", "%2e%2E", "...", "tab\there", "line\nbreak", "\\", "ü\ud83d\ude00");
        HttpUrl url = HttpUrl.get("http://localhost/api")
                .newBuilder()
                .addEncodedPathSegments(java.util.Objects.requireNonNull(KeySpace.path(key)))
                .build();

        assertThat(url.pathSegments().subList(1, url.pathSize())).isEqualTo(key);
    }
}
