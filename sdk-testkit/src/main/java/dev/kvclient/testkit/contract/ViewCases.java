package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.CallOptions;
import dev.kvclient.Capability;
import dev.kvclient.KvEntry;
import dev.kvclient.KvOperations;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.SetOptions;
import dev.kvclient.TimeToLive;
import dev.kvclient.TypedKvOperations;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvUnsupportedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Views over one client: namespaces, types, defaults. */
abstract class ViewCases extends ListingCases {
    @Test
    void namespacesDoNotSeeEachOther() {
        KvOperations one = client().namespace(key("one:"));
        KvOperations two = client().namespace(key("two:"));
        one.set("a", 1);
        two.set("a", 2);
        one.setAll(List.of(KvWrite.of("b", 3))).orThrow();

        assertThat(one.get("a", Integer.class)).contains(1);
        assertThat(await(two.async().get("a", Integer.class))).contains(2);
        assertThat(two.contains("b")).isFalse();
        assertThat(client().get(key("one:a"), Integer.class)).contains(1);
        assertThat(one.getAll(List.of("a", "b", "c"), Integer.class).orThrow()).isEqualTo(Map.of("a", 1, "b", 3));
        assertThat(one.entry("a", Integer.class).map(KvEntry::key)).contains("a");
        one.delete("a");
        assertThat(one.deleteAll(List.of("b")).orThrow()).containsOnlyKeys("b");
        assertThat(two.get("a", Integer.class)).contains(2);
    }

    @Test
    void aNamespaceListsAndClearsWhatIsInIt() {
        KvOperations view = client().namespace(key("n*:"));
        view.set("a1", 1);
        view.set("a2", 2);
        view.set("b1", 3);
        client().set(key("nx:a1"), 4);

        if (can(Capability.LIST)) {
            assertThat(new TreeSet<>(view.keyList(Scan.all()))).containsExactly("a1", "a2", "b1");
            assertThat(new TreeSet<>(view.keyList(Scan.prefix("a").pageSize(1))))
                    .containsExactly("a1", "a2");
            try (Stream<KvEntry<Integer>> entries = view.entries(Scan.prefix("b"), Integer.class)) {
                assertThat(entries.map(KvEntry::key).distinct()).containsExactly("b1");
            }
        }
        if (can(Capability.COUNT_PREFIX)) {
            assertThat(view.count()).isEqualTo(3);
            assertThat(view.count("a")).isEqualTo(2);
        }
        assertThat(view.capabilities().support(Capability.CLEAR))
                .isEqualTo(capabilities().support(Capability.DELETE_PREFIX));
        assertThat(view.capabilities().support(Capability.COUNT))
                .isEqualTo(capabilities().support(Capability.COUNT_PREFIX));
        assertThat(view.capabilities().clearAsksForConfirmation()).isFalse();
        if (can(Capability.DELETE_PREFIX)) {
            assertThat(view.deletePrefix("a")).isEqualTo(2);
            view.clear();
            assertThat(view.contains("b1")).isFalse();
        } else {
            refused(Capability.CLEAR, view::clear);
        }
        assertThat(client().get(key("nx:a1"), Integer.class)).contains(4);
    }

    @Test
    void namespacesNest() {
        KvOperations inner = client().namespace(key("outer:")).namespace("inner:");
        inner.set("a", 1);

        assertThat(client().get(key("outer:inner:a"), Integer.class)).contains(1);
        assertThat(client().namespace(key("outer:")).get("inner:a", Integer.class))
                .contains(1);
        if (can(Capability.DELETE_PREFIX)) {
            client().set(key("outer:b"), 2);
            inner.clear();
            assertThat(inner.contains("a")).isFalse();
            assertThat(client().contains(key("outer:b"))).isTrue();
        }
        failureOf(KvRequestException.class, () -> client().namespace(""));
        failureOf(KvRequestException.class, () -> inner.get("", String.class));
    }

    @Test
    void countersAndUpdatesKeepToTheirNamespace() {
        KvOperations view = client().namespace(key("n:"));
        if (can(Capability.INCREMENT)) {
            assertThat(view.increment("c", 5)).isEqualTo(5);
            assertThat(client().get(key("n:c"), Long.class)).contains(5L);
        } else {
            refused(Capability.INCREMENT, () -> view.increment("c"));
        }
        if (can(Capability.SET_IF_VERSION) && can(Capability.SET_IF_ABSENT)) {
            assertThat(view.update("u", Integer.class, old -> old.orElse(1) * 2))
                    .isEqualTo(2);
            assertThat(client().get(key("n:u"), Integer.class)).contains(2);
        }
    }

    @Test
    void aTypedViewHasOneType() {
        TypedKvOperations<Samples.Person> people =
                client().namespace(key("people:")).typed(Samples.Person.class);

        assertThat(people.set("ada", Samples.ADA).written()).isTrue();
        assertThat(people.get("ada")).contains(Samples.ADA);
        assertThat(people.entry("ada").map(KvEntry::value)).contains(Samples.ADA);
        people.setAll(Map.of("eve", new Samples.Person("Eve", 1, List.of()))).orThrow();
        assertThat(people.getAll(List.of("ada", "eve", "nobody")).orThrow()).containsOnlyKeys("ada", "eve");
        assertThat(await(people.getAsync("ada"))).contains(Samples.ADA);
        assertThat(await(people.setAsync("eve", Samples.ADA)).written()).isTrue();
        if (can(Capability.LIST)) {
            try (Stream<KvEntry<Samples.Person>> entries = people.entries(Scan.all())) {
                assertThat(entries.map(KvEntry::value)).isNotEmpty().allMatch(Samples.ADA::equals);
            }
        }
        people.delete("ada");
        assertThat(people.get("ada")).isEmpty();
        assertThat(people.contains("eve")).isTrue();
        TypedKvOperations<Samples.Person> patient =
                people.with(CallOptions.none().noTimeout());
        assertThat(patient.deleteAll(List.of("eve", "ada")).orThrow()).containsOnlyKeys("eve", "ada");
        assertThat(people.untyped().contains("eve")).isFalse();
    }

    @Test
    void defaultsHoldWhereACallSaysNothingElse() {
        KvOperations brief = client().with(SetOptions.none().ttl(LONG));
        if (!can(Capability.EXPIRY)) {
            refused(Capability.EXPIRY, () -> brief.set(key("a"), 1));
            assertThat(brief.set(key("a"), 1, o -> o.noExpiry()).written()).isTrue();
            return;
        }
        brief.set(key("a"), 1);
        brief.set(key("b"), 1, o -> o.noExpiry());
        brief.set(key("c"), 1, o -> o.ttl(SHORT));
        brief.with(SetOptions.none().noExpiry()).set(key("d"), 1);
        client().set(key("e"), 1);
        if (can(Capability.READ_EXPIRY)) {
            assertThat(client().ttl(key("a")).expires()).isTrue();
            assertThat(client().ttl(key("b"))).isEqualTo(TimeToLive.persistent());
            assertThat(client().ttl(key("d"))).isEqualTo(TimeToLive.persistent());
            assertThat(client().ttl(key("e"))).isEqualTo(TimeToLive.persistent());
        }

        advance(SHORT.multipliedBy(2));

        assertThat(client().contains(key("a"))).isTrue();
        assertThat(client().contains(key("c"))).isFalse();
    }

    @Test
    void aDefaultConditionCanBeTakenBack() {
        KvOperations claims = client().with(SetOptions.none().ifAbsent());
        if (!can(Capability.SET_IF_ABSENT)) {
            refused(Capability.SET_IF_ABSENT, () -> claims.set(key("a"), 1));
            return;
        }
        assertThat(claims.set(key("a"), 1).written()).isTrue();
        assertThat(claims.set(key("a"), 2).written()).isFalse();
        assertThat(claims.set(key("a"), 3, o -> o.unconditional()).written()).isTrue();
        assertThat(client().get(key("a"), Integer.class)).contains(3);
        assertThat(claims.with(CallOptions.none().timeout(Duration.ofSeconds(5)))
                        .set(key("a"), 4)
                        .written())
                .isFalse();
    }

    @Test
    void requireNamesWhatIsMissing() {
        for (Capability capability : Capability.values()) {
            if (can(capability)) {
                client().require(capability, Capability.READ_WRITE);
                assertThat(capabilities().report(capability).support()).isNotNull();
            } else {
                KvUnsupportedException e = failureOf(
                        KvUnsupportedException.class, () -> client().require(Capability.READ_WRITE, capability));
                assertThat(e.capability()).contains(capability);
            }
        }
        assertThat(can(Capability.READ_WRITE)).isTrue();
    }
}
