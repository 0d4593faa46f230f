package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTooLargeException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.internal.ms.MsAction;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each action of the memory storage against a real Kuzzle, once as it should be and once so that the server refuses it.
 * Keys are this test's own; but {@code flushdb} removes all.
 */
@Tag("kuzzle")
@Timeout(30)
@ExtendWith(NoThreadLeft.class)
class KuzzleMsIT {
    private static final String URL = System.getProperty("kuzzle.url", "kuzzle://127.0.0.1:7512");

    private final MsLiveCalls live = new MsLiveCalls();
    private KvClient kv;
    private KuzzleMemoryStorage ms;

    @BeforeEach
    void connectAndFill() {
        kv = KvClient.connect(URL);
        ms = kv.unwrap(KuzzleClient.class).ms();
        live.fill(ms);
    }

    @AfterEach
    void removeAndClose() {
        try (KvClient closing = kv) {
            closing.deletePrefix(live.namespace);
        }
    }

    @ParameterizedTest
    @EnumSource(MsAction.class)
    void doesWhatItSays(MsAction action) {
        assertThat(live.calls).containsKey(action);

        live.calls.get(action).good().accept(ms);
    }

    @ParameterizedTest
    @EnumSource(MsAction.class)
    void whatTheServerRefusesIsTold(MsAction action) {
        KvException e = catchThrowableOfType(
                KvException.class, () -> live.calls.get(action).bad().accept(ms));

        assertThat(e).isInstanceOf(KvRequestException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(e.attempts()).isEqualTo(1);
        assertThat(e.operation()).contains("ms:" + action.wireName());
        assertThat(e.backendCode())
                .get()
                .isIn("plugin.runtime.unexpected_error", "api.process.incompatible_sdk_version");
    }

    @Test
    void aFrameOverTheLimitIsRefusedHere() {
        String large = "x".repeat(KuzzleBackend.DEFAULT_MAX_FRAME_BYTES);

        KvException e = catchThrowableOfType(KvException.class, () -> ms.rpush(live.list, large));

        assertThat(e).isInstanceOf(KvTooLargeException.class);
        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(ms.llen(live.list)).isEqualTo(3);
    }

    @Test
    void writesOfAKeyTakeEffectInTheOrderOfTheCalls() {
        List<String> expected = new ArrayList<>();
        List<CompletableFuture<Long>> pushes = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            expected.add(Integer.toString(i));
            pushes.add(ms.async().rpush(live.other, i));
        }
        CompletableFuture<List<String>> read = ms.async().lrange(live.other, 0, -1);

        assertThat(read.join()).isEqualTo(expected);
        assertThat(pushes.get(299).join()).isEqualTo(300);
    }
}
