package dev.kvclient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import java.net.Proxy;
import java.time.Duration;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class KvClientBuilderTest {
    @Test
    void theEnvironmentDescribesAClient() {
        try (KvClient kv = KvClientBuilder.fromEnvironment(Map.of("KV_URL", "memory:", "KV_TIMEOUT", "PT5S"))
                .connect()) {
            kv.set("a", 1);
            assertThat(kv.get("a", Integer.class)).contains(1);
            assertThat(kv.endpoint()).isEqualTo("memory:");
        }
    }

    @Test
    void anEnvironmentThatMakesNoSenseIsRefusedWithoutRepeatingSecrets() {
        wrong(() -> KvClientBuilder.fromEnvironment(Map.of()), "KV_URL");
        wrong(() -> KvClientBuilder.fromEnvironment(Map.of("KV_URL", "")), "KV_URL");
        wrong(
                () -> KvClientBuilder.fromEnvironment(
                        Map.of("KV_URL", "memory:", "KV_TOKEN", "s3cr3t", "KV_USER", "u", "KV_PASSWORD", "s3cr3t")),
                "KV_TOKEN");
        wrong(() -> KvClientBuilder.fromEnvironment(Map.of("KV_URL", "memory:", "KV_USER", "s3cr3t")), "KV_PASSWORD");
        wrong(() -> KvClientBuilder.fromEnvironment(Map.of("KV_URL", "memory:", "KV_TIMEOUT", "5s")), "KV_TIMEOUT");
        wrong(() -> KvClientBuilder.fromEnvironment(Map.of("KV_URL", "memory:", "KV_TIMEOUT", "PT0S")), "timeout");
        wrong(
                () -> KvClientBuilder.fromEnvironment(Map.of("KV_URL", "memory:", "KV_TOKEN", "s3cr3t"))
                        .connect(),
                "credentials");
    }

    private static void wrong(ThrowingCallable call, String names) {
        assertThatExceptionOfType(KvRequestException.class)
                .isThrownBy(call)
                .withMessageContaining(names)
                .satisfies(e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                .satisfies(e -> assertThat(e).hasMessageNotContaining("s3cr3t"));
    }

    @Test
    void settingsThatMakeNoSenseAreRefused() {
        KvClientBuilder builder = KvClient.builder("memory:");
        wrong(() -> builder.timeout(Duration.ZERO), "timeout");
        wrong(() -> builder.connectTimeout(Duration.ZERO), "connectTimeout");
        wrong(() -> builder.closeTimeout(Duration.ofMillis(-1)), "closeTimeout");
        wrong(() -> builder.maxOutstanding(0, 1), "maxOutstanding");
        wrong(() -> KvClient.builder("memory:").header("a", "s3cr3t").connect(), "headers");
        wrong(() -> KvClient.builder("memory:").proxy(Proxy.NO_PROXY).connect(), "proxy");
        wrong(
                () -> KvClient.builder(MemoryBackend.create())
                        .credentials(Credentials.token("s3cr3t"))
                        .connect(),
                "credentials");
    }

    @Test
    void whatIsRequiredIsLookedForAtTheStart() {
        assertThatExceptionOfType(KvUnsupportedException.class)
                .isThrownBy(() -> KvClient.builder(MemoryBackend.like(BackendProfile.KUZZLE))
                        .require(Capability.INCREMENT, Capability.SET_IF_VERSION)
                        .connect())
                .satisfies(e -> assertThat(e.capability()).contains(Capability.SET_IF_VERSION));
        try (KvClient kv = KvClient.builder(MemoryBackend.like(BackendProfile.KUZZLE))
                .require(Capability.INCREMENT)
                .connect()) {
            assertThat(kv.increment("n")).isEqualTo(1);
        }
    }

    @Test
    void aSecondClientOverABackendIsRefusedAndDoesNotHarmTheFirst() {
        KvClientBuilder builder = KvClient.builder(MemoryBackend.create());
        try (KvClient first = builder.connect()) {
            first.set("a", 1);

            assertThatExceptionOfType(KvException.class).isThrownBy(builder::connect);

            assertThat(first.get("a", Integer.class)).contains(1);
        }
    }

    @Test
    void defaultsOfTheClientHoldForItsWrites() {
        try (KvClient kv = KvClient.builder("memory:")
                .defaults(SetOptions.none().ttl(Duration.ofHours(1)))
                .connect()) {
            kv.set("a", 1);
            kv.set("b", 1, o -> o.noExpiry());

            assertThat(kv.ttl("a").expires()).isTrue();
            assertThat(kv.ttl("b").expires()).isFalse();
        }
    }

    @Test
    void optionsOfAnotherBackendAreRefused() {
        Attribute<Boolean> foreign = Attribute.of("other", "flag", Boolean.class);
        try (KvClient kv = KvClient.connect("memory:")) {
            wrong(() -> kv.set("a", 1, o -> o.attribute(foreign, true)), "other.flag");
            wrong(
                    () -> kv.get(
                            "a", KvType.of(String.class), CallOptions.none().attribute(foreign, true)),
                    "other.flag");
            wrong(() -> kv.with(CallOptions.none().attribute(foreign, true)).contains("a"), "other.flag");
            assertThat(kv.contains("a")).isFalse();
        }
    }

    @Test
    void acceptingForLaterNeedsADurableQueue() {
        try (KvClient kv = KvClient.connect("memory:")) {
            wrong(() -> kv.set("a", 1, o -> o.whenOffline(WhenOffline.ACCEPT)), "durable");
            wrong(() -> kv.set("a", 1, o -> o.ifAbsent().whenOffline(WhenOffline.ACCEPT)), "conditional");
            wrong(() -> kv.delete("a", DeleteOptions.none().whenOffline(WhenOffline.ACCEPT)), "durable");
            assertThat(kv.contains("a")).isFalse();
        }
    }
}
