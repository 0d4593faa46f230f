package dev.kvclient.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.spi.BackendUrl.Endpoint;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackendUrlTest {
    @Test
    void takesAUrlApart() {
        BackendUrl url = BackendUrl.parse("Kuzzle+HTTP://a:7512,b,[::1]:80/some/path?x=1&y=a%20b&z");

        assertThat(url.scheme()).isEqualTo("kuzzle+http");
        assertThat(url.endpoints())
                .containsExactly(new Endpoint("a", 7512), new Endpoint("b", -1), new Endpoint("[::1]", 80));
        assertThat(url.path()).isEqualTo("/some/path");
        assertThat(url.parameters()).isEqualTo(Map.of("x", "1", "y", "a b", "z", ""));
        assertThat(url.toString()).isEqualTo("kuzzle+http://a:7512,b,[::1]:80");
        assertThat(new Endpoint("b", -1).orPort(7)).isEqualTo(new Endpoint("b", 7));
        assertThat(new Endpoint("a", 1).orPort(7)).isEqualTo(new Endpoint("a", 1));
    }

    @Test
    void takesUrlsWithoutAHost() {
        assertThat(BackendUrl.parse("memory:").path()).isEmpty();
        assertThat(BackendUrl.parse("memory:name").path()).isEqualTo("name");
        assertThat(BackendUrl.parse("memory:name").endpoints()).isEmpty();
        assertThat(BackendUrl.parse("memory:name").toString()).isEqualTo("memory:name");
        assertThat(BackendUrl.parse("kuzzle://[2001:db8::1]").endpoints())
                .containsExactly(new Endpoint("[2001:db8::1]", -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                ":",
                "://a",
                "1http://a",
                "a b://c",
                "kuzzle://",
                "kuzzle:///path",
                "kuzzle://a,,b",
                "kuzzle://a,",
                "kuzzle://:7512",
                "kuzzle://a:",
                "kuzzle://a:0",
                "kuzzle://a:-1",
                "kuzzle://a:65536",
                "kuzzle://a:port",
                "kuzzle://a:1:2",
                "kuzzle://::1",
                "kuzzle://a b",
                "kuzzle://a#fragment",
                "kuzzle://a?x=%zz",
                "kuzzle://a\n:1",
                "kuzzle://[::1",
                "kuzzle://::1]",
                "kuzzle://[::1]x:80",
                "kuzzle://a:+80"
            })
    void refusesWhatIsNoUrl(String url) {
        refused(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "kuzzle://user:s3cr3t@host:7512",
                "kuzzle://s3cr3t@host",
                "kuzzle:s3cr3t@host",
                "kuzzle://a,b:s3cr3t@c",
                "kuzzle://host?token=s3cr3t",
                "kuzzle://host?JWT=s3cr3t",
                "kuzzle://host/p?a=1&password=s3cr3t",
                "kuzzle://host?api_key=s3cr3t",
                "kuzzle://host?%74oken=s3cr3t",
                "memory:name?secret=s3cr3t",
                "kuzzle://host?user=s3cr3t",
                "kuzzle://host?access_token=s3cr3t",
                "kuzzle://host:s3cr3t"
            })
    void refusesSecretsAndDoesNotRepeatThem(String url) {
        assertThat(refused(url)).doesNotContain("s3cr3t");
    }

    private static String refused(String url) {
        KvRequestException e = assertThatExceptionOfType(KvRequestException.class)
                .as(url)
                .isThrownBy(() -> BackendUrl.parse(url))
                .actual();
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(e.getCause()).isNull();
        return e.toString();
    }

    @Test
    void unknownParametersAreRefusedByName() {
        BackendUrl url = BackendUrl.parse("kuzzle://a?window=s3cr3t");
        url.requireOnly(Set.of("window"));

        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> url.requireOnly(Set.of("format")))
                .withMessageContaining("window")
                .satisfies(e -> assertThat(e).hasMessageNotContaining("s3cr3t"));
    }

    @Test
    void anUnknownSchemeListsThoseThatAreFound() {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(() -> KvClient.connect("nosuch://user-like-host:1/s3cr3t"))
                .withMessageContaining("nosuch")
                .withMessageContaining("memory")
                .satisfies(e -> assertThat(e).hasMessageNotContaining("s3cr3t"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"memory://host", "memory:name?x=1", "memory:name?token=1"})
    void memoryTakesNoHostAndNoParameters(String url) {
        assertThatExceptionOfType(KvRequestException.class).isThrownBy(() -> KvClient.connect(url));
    }
}
