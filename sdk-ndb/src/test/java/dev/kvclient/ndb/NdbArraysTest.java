package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The arrays of generation B. */
class NdbArraysTest {
    private record Item(int i) {}

    private final NdbServer server = server(NdbVersion.V0_9);
    private final KvClient kv = connect(server);
    private final NdbClient ndb = kv.unwrap(NdbClient.class);

    @BeforeEach
    void started() {
        assertThat(server.died()).isFalse();
    }

    @AfterEach
    void close() {
        assertThat(server.died()).isFalse();
        kv.close();
        server.close();
    }

    private static void outOfBounds(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(KvRequestException.class, e -> {
            assertThat(e.status()).hasValue(161);
            assertThat(e.key()).contains("a");
        });
    }

    @Test
    void comeAndGo() {
        NdbArrays<Long> arrays = ndb.intArrays();
        arrays.create("a", 3);

        assertThat(arrays.exists("a")).isTrue();
        assertThat(arrays.exists("b")).isFalse();
        // Names live within one kind.
        assertThat(ndb.sortedIntArrays().exists("a")).isFalse();
        assertThatThrownBy(() -> arrays.create("a", 3)).isInstanceOfSatisfying(KvConflictException.class, e -> {
            assertThat(e.status()).hasValue(160);
            assertThat(e.key()).contains("a");
        });
        arrays.delete("a");
        arrays.delete("a");
        assertThat(arrays.exists("a")).isFalse();
        arrays.create("a", 3);
        arrays.deleteAll();
        assertThat(arrays.exists("a")).isFalse();
        assertThatThrownBy(() -> arrays.used("a"))
                .isInstanceOfSatisfying(
                        KvNotFoundException.class, e -> assertThat(e.status()).hasValue(22));
        assertThatThrownBy(() -> arrays.create("b", 1_000_000))
                .isInstanceOfSatisfying(
                        KvRequestException.class, e -> assertThat(e.status()).hasValue(161));
    }

    @Test
    void holdNumbers() {
        NdbArrays<Long> arrays = ndb.intArrays();
        arrays.create("a", 5);

        assertThat(arrays.get("a", 4)).isZero();
        arrays.append("a", Long.MIN_VALUE);
        arrays.appendAll("a", List.of(Long.MAX_VALUE, 3L));
        arrays.set("a", 2, 4L);
        arrays.swap("a", 0, 1);
        assertThat(arrays.capacity("a")).isEqualTo(5);
        assertThat(arrays.used("a")).isEqualTo(3);
        assertThat(arrays.range("a", NdbRange.all())).containsExactly(Long.MAX_VALUE, Long.MIN_VALUE, 4L);
        assertThat(arrays.range("a", NdbRange.of(1, 2))).containsExactly(Long.MIN_VALUE);
        assertThat(arrays.range("a", NdbRange.from(4))).isEmpty();
        arrays.setAll("a", 0, List.of(1L, 2L));
        arrays.appendAll("a", List.of());
        arrays.setAll("a", 0, List.of());
        assertThat(arrays.used("a")).isEqualTo(5);
        outOfBounds(() -> arrays.get("a", 5));
        outOfBounds(() -> arrays.set("a", 5, 1L));
        outOfBounds(() -> arrays.append("a", 1L));
        outOfBounds(() -> arrays.swap("a", 0, 5));
        outOfBounds(() -> arrays.range("a", NdbRange.from(5)));
        assertThatThrownBy(() -> arrays.appendAll("a", List.of(1L)))
                .isInstanceOf(KvRequestException.class)
                .satisfies(e -> assertThat(((KvException) e).outcome()).isEqualTo(Outcome.REJECTED));
        assertThatThrownBy(() -> arrays.setAll("a", 0, List.of(1L))).isInstanceOf(KvRequestException.class);
    }

    @Test
    void areClearedAsFarAsTheyAreUsed() {
        NdbArrays<String> arrays = ndb.stringArrays();
        arrays.create("a", 5);
        arrays.appendAll("a", List.of("x", "y", "z"));

        arrays.clear("a", NdbRange.of(1, 2));
        assertThat(arrays.range("a", NdbRange.all())).containsExactly("x", "z");
        arrays.clear("a", NdbRange.of(2, 5));
        arrays.clear("a", NdbRange.from(4));
        assertThat(arrays.used("a")).isEqualTo(2);
        arrays.clear("a", NdbRange.of(1, 5));
        assertThat(arrays.range("a", NdbRange.all())).containsExactly("x");
        arrays.clear("a", NdbRange.all());
        assertThat(arrays.used("a")).isZero();
        assertThat(arrays.get("a", 0)).isEmpty();
    }

    @Test
    void holdObjects() {
        NdbArrays<Item> arrays = ndb.objectArrays(Item.class);
        arrays.create("a", 2);
        arrays.appendAll("a", List.of(new Item(1), new Item(2)));

        assertThat(arrays.range("a", NdbRange.all())).containsExactly(new Item(1), new Item(2));
        assertThat(arrays.get("a", 1)).isEqualTo(new Item(2));
    }

    @Test
    void areKeptInOrder() {
        NdbSortedArrays<Long> boards = ndb.sortedIntArrays();
        boards.create("a", 5);

        assertThat(boards.min("a", 1)).isEmpty();
        assertThat(boards.max("a", 1)).isEmpty();
        boards.addAll("a", List.of(30L, -5L, 10L));
        boards.add("a", 20L);
        assertThat(boards.range("a", NdbRange.all())).containsExactly(-5L, 10L, 20L, 30L);
        assertThat(boards.min("a", 2)).containsExactly(-5L, 10L);
        // The server's own answer would begin with a place that is not used.
        assertThat(boards.max("a", 2)).containsExactly(30L, 20L);
        assertThat(boards.max("a", 99)).containsExactly(30L, 20L, 10L, -5L);
        boards.add("a", 40L);
        assertThat(boards.max("a", 2)).containsExactly(40L, 30L);
        outOfBounds(() -> boards.add("a", 50L));
        outOfBounds(() -> boards.addAll("a", List.of(50L)));
        boards.clear("a", NdbRange.first(3));
        assertThat(boards.range("a", NdbRange.all())).containsExactly(30L, 40L);
    }

    @Test
    void haveThingsInCommon() {
        NdbSortedArrays<String> words = ndb.sortedStringArrays();
        words.create("a", 3);
        words.create("b", 3);
        words.addAll("a", List.of("x", "y", "z"));
        words.addAll("b", List.of("z", "w", "x"));

        assertThat(words.intersect("a", "b")).containsExactly("x", "z");
        assertThatThrownBy(() -> words.intersect("a", "c")).isInstanceOf(KvNotFoundException.class);
    }

    @Test
    void withFuturesToo() {
        NdbAsyncSortedArrays<Long> boards = ndb.async().sortedIntArrays();
        boards.create("a", 3).join();
        boards.addAll("a", List.of(3L, 1L)).join();

        assertThat(boards.max("a", 1).join()).containsExactly(3L);
        assertThat(ndb.async().intArrays().exists("a").join()).isFalse();
        assertThat(ndb.async().objectArrays(Item.class).exists("a").join()).isFalse();
    }
}
