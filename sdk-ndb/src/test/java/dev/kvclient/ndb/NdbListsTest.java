package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.KvClient;
import dev.kvclient.KvType;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ndb.Fault;
import dev.kvclient.testkit.ndb.Faults;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lists of generation B. */
class NdbListsTest {
    private record Job(int i) {}

    private final NdbServer server = server(NdbVersion.V0_9);
    private final KvClient kv = connect(server);
    private final NdbClient ndb = kv.unwrap(NdbClient.class);
    private final NdbLists<Job> lists = ndb.lists(Job.class);

    @BeforeEach
    void make() {
        lists.create("work");
    }

    @AfterEach
    void close() {
        assertThat(server.died()).isFalse();
        kv.close();
        server.close();
    }

    private static List<Job> jobs(Integer... numbers) {
        return List.of(numbers).stream().map(Job::new).toList();
    }

    @Test
    void comeAndGo() {
        assertThat(lists.exists("work")).isTrue();
        assertThat(lists.exists("none")).isFalse();
        assertThatThrownBy(() -> lists.create("work")).isInstanceOf(KvConflictException.class);
        assertThat(lists.delete("work")).isTrue();
        assertThat(lists.delete("work")).isFalse();
        lists.create("a");
        lists.deleteAll();
        assertThat(lists.exists("a")).isFalse();
        assertThatThrownBy(() -> lists.size("a"))
                .isInstanceOfSatisfying(
                        KvNotFoundException.class, e -> assertThat(e.key()).contains("a"));
        // Its refusal comes under the name of another command.
        assertThatThrownBy(() -> lists.add("a", new Job(1)))
                .isInstanceOfSatisfying(
                        KvNotFoundException.class,
                        e -> assertThat(e.nativeError(NdbError.class)
                                        .orElseThrow()
                                        .response())
                                .isEqualTo("OLST_CREATE_RSP"));
    }

    @Test
    void growAtBothEnds() {
        NdbListPlace place = lists.addAll("work", jobs(1, 2));
        assertThat(place.position()).isZero();
        assertThat(place.size()).isEqualTo(2);
        lists.insert("work", 0, new Job(0));
        assertThat(lists.insertAll("work", 99, jobs(4, 5)).position()).isEqualTo(3);
        assertThat(lists.insert("work", 3, new Job(3)).size()).isEqualTo(6);
        assertThat(lists.add("work", new Job(6)).position()).isEqualTo(6);

        assertThat(lists.range("work", NdbRange.all())).isEqualTo(jobs(0, 1, 2, 3, 4, 5, 6));
        assertThat(lists.range("work", NdbRange.of(1, 3))).isEqualTo(jobs(1, 2));
        assertThat(lists.range("work", NdbRange.from(50))).isEmpty();
        assertThat(lists.get("work", 2)).isEqualTo(new Job(2));
        assertThat(lists.head("work")).contains(new Job(0));
        assertThat(lists.tail("work")).contains(new Job(6));
        assertThat(lists.size("work")).isEqualTo(7);
        assertThatThrownBy(() -> lists.get("work", 7))
                .isInstanceOfSatisfying(
                        KvRequestException.class, e -> assertThat(e.status()).hasValue(161));
    }

    @Test
    void shrink() {
        lists.addAll("work", jobs(0, 1, 2, 3, 4));

        assertThat(lists.removeHead("work")).isEqualTo(4);
        assertThat(lists.removeTail("work")).isEqualTo(3);
        assertThat(lists.remove("work", NdbRange.of(1, 99))).isEqualTo(1);
        assertThat(lists.remove("work", NdbRange.from(5))).isEqualTo(1);
        assertThat(lists.range("work", NdbRange.all())).isEqualTo(jobs(1));
        assertThat(lists.remove("work", NdbRange.all())).isZero();
        assertThat(lists.head("work")).isEmpty();
        assertThat(lists.tail("work")).isEmpty();
        for (Runnable call : List.<Runnable>of(() -> lists.removeHead("work"), () -> lists.removeTail("work"))) {
            assertThatThrownBy(call::run)
                    .isInstanceOf(KvRequestException.class)
                    .satisfies(e -> assertThat(((KvException) e).outcome()).isEqualTo(Outcome.REJECTED));
        }
    }

    @Test
    void areChangedInPlace() {
        lists.addAll("work", jobs(0, 1, 2));

        lists.set("work", 0, new Job(10));
        lists.setAll("work", 1, jobs(11, 12));
        lists.setAll("work", 9, List.of());
        assertThat(lists.range("work", NdbRange.all())).isEqualTo(jobs(10, 11, 12));
        assertThatThrownBy(() -> lists.setAll("work", 2, jobs(1, 2))).isInstanceOf(KvRequestException.class);
        assertThatThrownBy(() -> lists.set("work", 3, new Job(1))).isInstanceOf(KvRequestException.class);
    }

    @Test
    void giveToEachOther() {
        lists.addAll("work", jobs(1, 2, 3));

        lists.splice("work", NdbRange.first(1), "done");
        lists.splice("work", NdbRange.from(1), "done", 0);
        assertThat(lists.range("work", NdbRange.all())).isEqualTo(jobs(2));
        assertThat(lists.range("done", NdbRange.all())).isEqualTo(jobs(3, 1));
        lists.splice("done", NdbRange.first(1), "done", 2);
        assertThat(lists.range("done", NdbRange.all())).isEqualTo(jobs(1, 3));
        assertThatThrownBy(() -> lists.splice("none", NdbRange.all(), "done")).isInstanceOf(KvNotFoundException.class);
    }

    @Test
    void holdWhateverIsAnObject() {
        NdbLists<Map<String, Object>> any = ndb.lists(new KvType<Map<String, Object>>() {});
        any.add("work", Map.of("a", List.of(1)));

        assertThat(any.head("work")).contains(Map.of("a", List.of(1)));
        assertThatThrownBy(() -> ndb.lists(Object.class).add("work", List.of()))
                .isInstanceOf(KvRequestException.class)
                .hasMessageContaining("JSON object");
    }

    /** Nobody could tell what the list would hold if they were sent again. */
    @Test
    void areNotAddedToTwiceAfterALoss() {
        server.faults()
                .on(Faults.command("OLST_ADD"), Fault.dropAfterExecuting())
                .once();

        assertThatThrownBy(() -> lists.add("work", new Job(1)))
                .isInstanceOf(KvException.class)
                .satisfies(e -> assertThat(((KvException) e).outcome()).isEqualTo(Outcome.UNKNOWN));
        assertThat(server.executed("OLST_ADD")).isEqualTo(1);
    }

    @Test
    void withFuturesToo() {
        NdbAsyncLists<Job> async = ndb.async().lists(Job.class);

        assertThat(async.addAll("work", jobs(1, 2))
                        .thenCompose(place -> async.removeHead("work"))
                        .thenCompose(left -> async.head("work"))
                        .join())
                .contains(new Job(2));
    }
}
