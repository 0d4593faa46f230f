package dev.kvclient.kuzzle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.fail;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvUnsupportedException;
import dev.kvclient.error.Outcome;
import dev.kvclient.kuzzle.fixture.HttpClients;
import dev.kvclient.kuzzle.internal.ms.MsAction;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.testkit.kuzzle.KuzzleServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each action of the memory storage over HTTP, as it should be and refused. */
class HttpMsTest {
    private static KuzzleServer server;
    private static KvClient kv;

    private final MsLiveCalls live = new MsLiveCalls();
    private KuzzleMemoryStorage ms;

    @BeforeAll
    static void start() {
        server = KuzzleServer.builder().http().start();
        kv = HttpClients.connect(server);
    }

    @AfterAll
    static void stop() {
        kv.close();
        server.close();
    }

    @BeforeEach
    void fill() {
        server.clearData();
        ms = kv.unwrap(KuzzleClient.class).ms();
        live.fill(ms);
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
    }

    @Test
    void notificationsNeedAWebSocket() {
        KuzzleClient kuzzle = kv.unwrap(KuzzleClient.class);

        KvException e =
                catchThrowableOfType(KvException.class, () -> kuzzle.onNotification(notification -> fail("told")));

        assertThat(e).isInstanceOf(KvUnsupportedException.class).hasMessageContaining("HTTP");
        assertThat(kuzzle.server().now()).isNotNull();
    }

    @Test
    void writesOfAKeyTakeEffectInTheOrderOfTheCalls() {
        List<String> expected = new ArrayList<>();
        List<CompletableFuture<Long>> pushes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            expected.add(Integer.toString(i));
            pushes.add(ms.async().rpush(live.other, i));
        }

        assertThat(ms.async().lrange(live.other, 0, -1).join()).isEqualTo(expected);
        assertThat(pushes.get(199).join()).isEqualTo(200);
    }
}
