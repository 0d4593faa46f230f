package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Capability;
import dev.kvclient.Condition;
import dev.kvclient.DeleteOptions;
import dev.kvclient.DeleteResult;
import dev.kvclient.KvEntry;
import dev.kvclient.KvType;
import dev.kvclient.SetOptions;
import dev.kvclient.SetResult;
import dev.kvclient.Version;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Writes and deletes under a condition, and the loop built on them. */
abstract class ConditionCases extends KeyCases {
    private static final SetOptions IF_ABSENT = SetOptions.none().ifAbsent();
    private static final SetOptions IF_PRESENT = SetOptions.none().ifPresent();
    private static final Version SOME_VERSION = Version.parse("1");

    @Test
    void ifAbsentWritesOnceOnly() {
        String key = key("a");
        if (!supported(
                Capability.SET_IF_ABSENT,
                () -> client().set(key, 1, IF_ABSENT),
                () -> client().async().set(key, 1, IF_ABSENT))) {
            return;
        }
        assertThat(client().set(key, 1, IF_ABSENT).written()).isTrue();
        SetResult second = client().set(key, 2, SetOptions::ifAbsent);

        notWritten(second);
        notWritten(await(client().async().set(key, 3, IF_ABSENT)));
        assertThat(client().get(key, Integer.class)).contains(1);
        client().delete(key);
        assertThat(client().set(key, 4, IF_ABSENT).written()).isTrue();
        assertThat(client().get(key, Integer.class)).contains(4);
    }

    private static void notWritten(SetResult result) {
        assertThat(result).isInstanceOf(SetResult.NotWritten.class);
        assertThat(result.written()).isFalse();
        assertThat(result.version()).isEmpty();
        assertThat(result.<String>match(w -> "written", n -> "not", a -> "accepted"))
                .isEqualTo("not");
        KvConflictException e = failureOf(KvConflictException.class, result::orThrow);
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
    }

    @Test
    void onlyOneOfManyClaimsAnAbsentKey() {
        if (!can(Capability.SET_IF_ABSENT)) {
            refused(Capability.SET_IF_ABSENT, () -> client().set(key("a"), 1, IF_ABSENT));
            return;
        }
        String key = key("a");
        List<CompletableFuture<SetResult>> claims = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            claims.add(client().async().set(key, i, IF_ABSENT));
        }

        List<Boolean> written =
                claims.stream().map(claim -> await(claim).written()).toList();

        assertThat(written).containsOnlyOnce(true);
        assertThat(client().get(key, Integer.class)).contains(written.indexOf(true));
    }

    @Test
    void ifPresentWritesOnlyOverAValue() {
        String key = key("a");
        if (!supported(
                Capability.SET_IF_PRESENT,
                () -> client().set(key, 1, IF_PRESENT),
                () -> client().async().set(key, 1, IF_PRESENT))) {
            return;
        }
        notWritten(client().set(key, 1, IF_PRESENT));
        assertThat(client().contains(key)).isFalse();
        client().set(key, 1);
        assertThat(client().set(key, 2, IF_PRESENT).written()).isTrue();
        assertThat(client().get(key, Integer.class)).contains(2);
    }

    @Test
    void ifVersionWritesOnlyOverThatVersion() {
        String key = key("a");
        SetOptions some = SetOptions.none().ifVersion(SOME_VERSION);
        if (!supported(
                Capability.SET_IF_VERSION,
                () -> client().set(key, 1, some),
                () -> client().async().set(key, 1, some))) {
            return;
        }
        Version first = client().set(key, 1).version().orElseThrow();
        Version second = client().set(key, 2, o -> o.ifVersion(Version.parse(first.toString())))
                .version()
                .orElseThrow();

        assertThat(second).isNotEqualTo(first);
        notWritten(client().set(key, 3, o -> o.ifVersion(first)));
        assertThat(client().get(key, Integer.class)).contains(2);
        assertThat(client().entry(key, Integer.class).flatMap(KvEntry::version)).contains(second);
        client().delete(key);
        notWritten(client().set(key, 4, o -> o.ifVersion(second)));
        assertThat(client().contains(key)).isFalse();
    }

    @Test
    void ifUnchangedComparesWithWhatWasRead() {
        String key = key("a");
        client().set(key, 1);
        KvEntry<Integer> read = client().entry(key, Integer.class).orElseThrow();
        if (!can(Capability.SET_IF_VERSION)) {
            refused(Capability.SET_IF_VERSION, () -> client().set(key, 2, o -> o.ifUnchanged(read)));
            return;
        }
        assertThat(client().set(key, 2, o -> o.ifUnchanged(read)).written()).isTrue();
        notWritten(client().set(key, 3, o -> o.ifUnchanged(read)));
        assertThat(client().get(key, Integer.class)).contains(2);
    }

    @Test
    void deleteIfVersionRemovesOnlyThatVersion() {
        String key = key("a");
        DeleteOptions some = DeleteOptions.none().ifVersion(SOME_VERSION);
        if (!supported(
                Capability.DELETE_IF_VERSION,
                () -> client().delete(key, some),
                () -> client().async().delete(key, some))) {
            return;
        }
        Version first = client().set(key, 1).version().orElseThrow();
        Version second = client().set(key, 2).version().orElseThrow();

        DeleteResult stale = client().delete(key, o -> o.ifVersion(first));
        assertThat(stale.conditionHeld()).isFalse();
        KvConflictException e = failureOf(KvConflictException.class, stale::orThrow);
        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(client().contains(key)).isTrue();
        DeleteResult done = client().delete(key, DeleteOptions.none().ifVersion(second));
        assertThat(done.conditionHeld()).isTrue();
        assertThat(done.orThrow()).isSameAs(done);
        assertThat(client().contains(key)).isFalse();
        assertThat(await(client().async().delete(key, DeleteOptions.none().ifVersion(second)))
                        .conditionHeld())
                .isFalse();
    }

    @Test
    void deleteIfUnchangedComparesWithWhatWasRead() {
        String key = key("a");
        client().set(key, 1);
        KvEntry<Integer> read = client().entry(key, Integer.class).orElseThrow();
        if (!can(Capability.DELETE_IF_VERSION)) {
            refused(Capability.DELETE_IF_VERSION, () -> client().delete(key, o -> o.ifUnchanged(read)));
            return;
        }
        client().set(key, 2);
        assertThat(client().delete(key, o -> o.ifUnchanged(read)).conditionHeld())
                .isFalse();
        KvEntry<Integer> again = client().entry(key, Integer.class).orElseThrow();
        assertThat(client().delete(key, o -> o.ifUnchanged(again)).conditionHeld())
                .isTrue();
        assertThat(client().contains(key)).isFalse();
    }

    @Test
    void aConditionalWriteIsNotIdempotent() {
        if (!can(Capability.SET_IF_ABSENT)) {
            refused(Capability.SET_IF_ABSENT, () -> client().set(key("a"), 1, IF_ABSENT));
            return;
        }
        SetOptions contradiction = IF_ABSENT.call(IF_ABSENT.call().idempotent());

        refusedBoth(
                KvRequestException.class,
                () -> client().set(key("a"), 1, contradiction),
                () -> client().async().set(key("a"), 1, contradiction));

        assertThat(contradiction.condition().kind()).isEqualTo(Condition.Kind.ABSENT);
    }

    @Test
    void updateMakesTheNewValueFromTheOldOne() {
        String key = key("a");
        KvType<Integer> type = KvType.of(Integer.class);
        if (!updates(key)) {
            return;
        }
        assertThat(client().update(key, type, old -> old.orElse(10) + 1)).isEqualTo(11);
        assertThat(client().update(key, Integer.class, old -> old.orElse(10) + 1))
                .isEqualTo(12);
        assertThat(await(client().async().update(key, Integer.class, old -> old.orElse(10) + 1)))
                .isEqualTo(13);
        assertThat(client().get(key, Integer.class)).contains(13);
        failureOf(
                KvRequestException.class,
                () -> client().update(key, type, old -> 0, SetOptions.none().ifPresent()));
        assertThat(client().get(key, Integer.class)).contains(13);
    }

    @Test
    void updateDoesNotLoseWhatOthersWriteMeanwhile() {
        String key = key("a");
        if (!updates(key)) {
            return;
        }
        // Each may lose to each write of the others, which are fewer than the rounds that it has.
        int writers = 4;
        int each = 4;
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int w = 0; w < writers; w++) {
            running.add(CompletableFuture.runAsync(
                    () -> {
                        for (int i = 0; i < each; i++) {
                            client().update(key, Integer.class, old -> old.orElse(0) + 1);
                        }
                    },
                    task -> new Thread(task, "contract-writer").start()));
        }
        running.forEach(ContractSupport::await);

        assertThat(client().get(key, Integer.class)).contains(writers * each);
    }

    @Test
    void updateSeesAWriterThatCameBetween() {
        String key = key("a");
        if (!updates(key)) {
            return;
        }
        List<Optional<Integer>> seen = new ArrayList<>();

        int result = client().update(key, Integer.class, old -> {
            seen.add(old);
            if (seen.size() == 1) {
                client().set(key, 100);
            }
            return old.orElse(0) + 1;
        });

        assertThat(seen).containsExactly(Optional.empty(), Optional.of(100));
        assertThat(result).isEqualTo(101);
    }

    @Test
    void updateGivesUpWhenOthersComeBetweenAgainAndAgain() {
        String key = key("a");
        if (!updates(key)) {
            return;
        }
        KvConflictException e = failureOf(
                KvConflictException.class,
                () -> client().update(key, Integer.class, old -> {
                    client().set(key, old.orElse(0) + 10);
                    return 1;
                }));

        assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
        assertThat(client().get(key, Integer.class).orElseThrow()).isGreaterThan(1);
    }

    private boolean updates(String key) {
        Capability missing = can(Capability.SET_IF_VERSION) ? Capability.SET_IF_ABSENT : Capability.SET_IF_VERSION;
        return supported(
                missing,
                () -> client().update(key, Integer.class, old -> 1),
                () -> client().async().update(key, Integer.class, old -> 1));
    }
}
