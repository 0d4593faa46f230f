package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvclient.Capability;
import dev.kvclient.ClearOptions;
import dev.kvclient.Cursor;
import dev.kvclient.KvEntry;
import dev.kvclient.KvPage;
import dev.kvclient.KvType;
import dev.kvclient.KvWrite;
import dev.kvclient.Scan;
import dev.kvclient.SetOptions;
import dev.kvclient.error.KvRequestException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Listing, counting and removing by prefix. A backend may give a key twice, so that sets are compared. */
abstract class ListingCases extends BatchCases {
    /**
     * Each begins with what a pattern would read as something else, and has a neighbour that such a pattern would meet.
     */
    private static final Map<String, String> PATTERNS = Map.of(
            "*", "x", "?", "x", "[ab]", "a", "[^a]", "b", "[a-z]", "m", "\\*", "*", "\\", "/", "a*c", "abc", "\"'{}",
            "x");

    @Test
    void keysAreListedByPrefix() {
        if (!lists()) {
            return;
        }
        store("a1", "a2", "b1");
        client().set(key("a"), 0);

        assertThat(listed(mine())).isEqualTo(keys("a", "a1", "a2", "b1"));
        assertThat(listed(Scan.prefix(namespace() + "a"))).isEqualTo(keys("a", "a1", "a2"));
        assertThat(listed(Scan.prefix(namespace() + "c"))).isEmpty();
        assertThat(listed(Scan.prefix(key("a1")))).isEqualTo(keys("a1"));
        assertThat(listed(Scan.all())).containsAll(keys("a", "a1", "a2", "b1"));
    }

    @Test
    void aPrefixIsTextAndNoPattern() {
        if (!lists()) {
            return;
        }
        PATTERNS.forEach((prefix, neighbour) -> {
            client().set(key(prefix + "1"), 1);
            client().set(key(neighbour + "1"), 1);
        });
        Set<String> all = listed(mine());

        for (String prefix : PATTERNS.keySet()) {
            Set<String> expected = all.stream()
                    .filter(k -> k.startsWith(namespace() + prefix))
                    .collect(Collectors.toCollection(TreeSet::new));
            assertThat(expected).contains(key(prefix + "1")).doesNotContain(key(PATTERNS.get(prefix) + "1"));
            assertThat(listed(Scan.prefix(namespace() + prefix))).as(prefix).isEqualTo(expected);
            if (can(Capability.COUNT_PREFIX)) {
                assertThat(client().count(namespace() + prefix)).as(prefix).isEqualTo(expected.size());
            }
        }
        if (can(Capability.DELETE_PREFIX)) {
            assertThat(client().deletePrefix(namespace() + "*")).isEqualTo(1);
            assertThat(client().deletePrefix(namespace() + "[ab]")).isEqualTo(1);
            assertThat(client().deletePrefix(namespace() + "?")).isEqualTo(1);
            all.removeAll(keys("*1", "[ab]1", "?1"));
            // "*1" was also the neighbour of the escaped star.
            assertThat(listed(mine())).isEqualTo(all);
        }
    }

    @Test
    void pagesFollowEachOtherByTheirCursors() {
        if (!lists()) {
            return;
        }
        Set<String> all = store(IntStream.range(0, 45).mapToObj(i -> "p" + i).toArray(String[]::new));
        Scan scan = mine().pageSize(10);
        if (!can(Capability.LIST_PAGED)) {
            Scan further = scan.from(Cursor.parse("0"));
            supported(
                    Capability.LIST_PAGED,
                    () -> client().keysPage(further),
                    () -> client().async().keysPage(further));
            assertThat(client().keysPage(scan).next()).isEmpty();
            assertThat(new TreeSet<>(client().keysPage(scan).items())).isEqualTo(all);
            return;
        }
        Set<String> found = new TreeSet<>();
        Optional<Cursor> next = Optional.empty();
        int pages = 0;
        do {
            Scan from = next.isPresent() ? scan.from(Cursor.parse(next.get().toString())) : scan;
            KvPage<String> page = pages % 2 == 0
                    ? client().keysPage(from)
                    : await(client().async().keysPage(from));
            found.addAll(page.items());
            next = page.next();
            pages++;
        } while (next.isPresent() && pages < 100_000);

        assertThat(found).isEqualTo(all);
        assertThat(next).isEmpty();
    }

    @Test
    void streamsGoOverAllPagesUpToTheirLimit() {
        if (!lists()) {
            return;
        }
        Set<String> all = store(IntStream.range(0, 25).mapToObj(i -> "s" + i).toArray(String[]::new));

        assertThat(listed(mine().pageSize(4))).isEqualTo(all);
        for (int limit : new int[] {0, 1, 4, 7}) {
            try (Stream<String> keys = client().keys(mine().pageSize(4).limit(limit))) {
                assertThat(keys.toList()).hasSize(limit).allMatch(all::contains);
            }
        }
        assertThat(listed(mine().pageSize(4).limit(1_000))).isEqualTo(all);
        try (Stream<String> keys = client().keys(mine().pageSize(4))) {
            assertThat(keys.findFirst()).isPresent();
        }
    }

    @Test
    void entriesAreListedWithTheirValues() {
        if (!lists()) {
            return;
        }
        Map<String, Integer> expected = new TreeMap<>();
        for (int i = 0; i < 12; i++) {
            expected.put(key("e" + i), i);
        }
        client().setAll(expected.entrySet().stream()
                        .map(e -> KvWrite.of(e.getKey(), e.getValue()))
                        .toList())
                .orThrow();

        try (Stream<KvEntry<Integer>> entries = client().entries(mine().pageSize(5), Integer.class)) {
            assertThat(new TreeMap<>(entries.collect(Collectors.toMap(KvEntry::key, KvEntry::value, (a, b) -> a))))
                    .isEqualTo(expected);
        }
        KvPage<KvEntry<Integer>> page = client().entriesPage(mine(), Integer.class);
        assertThat(page.items()).allMatch(entry -> entry.value().equals(expected.get(entry.key())));
        client().set(key("text"), "no number");
        KvPage<KvEntry<Integer>> mixed = client().entriesPage(Scan.prefix(key("text")), Integer.class);
        assertThat(mixed.items()).isEmpty();
        if (mixed.next().isEmpty()) {
            assertThat(mixed.failures()).containsOnlyKeys(key("text"));
        }
        client().delete(key("text"));
        KvPage<KvEntry<Integer>> late =
                await(client().async().entriesPage(mine(), KvType.of(Integer.class), dev.kvclient.CallOptions.none()));
        assertThat(late.items()).allMatch(entry -> entry.version().isPresent() == can(Capability.SET_IF_VERSION));
    }

    @Test
    void metadataFiltersAListing() {
        SetOptions red = SetOptions.none().metadata(Map.of("colour", "red", "size", 3));
        Scan reds = mine().metadata(Map.of("colour", "red"));
        if (!supported(
                Capability.METADATA,
                () -> client().set(key("a"), 1, red),
                () -> client().async().set(key("a"), 1, red))) {
            supported(
                    Capability.METADATA,
                    () -> client().keysPage(reds),
                    () -> client().async().keysPage(reds));
            return;
        }
        client().set(key("red"), 1, red);
        client().set(key("blue"), 2, o -> o.metadata(Map.of("colour", "blue")));
        client().set(key("none"), 3);

        assertThat(listed(reds)).isEqualTo(keys("red"));
        assertThat(listed(mine())).isEqualTo(keys("red", "blue", "none"));
        client().set(key("red"), 4);
        assertThat(listed(reds)).isEmpty();
    }

    @Test
    void keysAreCounted() {
        String prefix = namespace() + "a";
        if (!supported(
                Capability.COUNT_PREFIX,
                () -> client().count(prefix),
                () -> client().async().count(prefix))) {
            return;
        }
        assertThat(client().count(namespace())).isZero();
        store("a1", "a2", "b1");
        assertThat(client().count(prefix)).isEqualTo(2);
        assertThat(await(client().async().count(namespace()))).isEqualTo(3);
        client().delete(key("a1"));
        assertThat(client().count(prefix)).isEqualTo(1);
    }

    @Test
    void allKeysAreCounted() {
        if (!supported(
                Capability.COUNT, () -> client().count(), () -> client().async().count())) {
            return;
        }
        store("a1", "a2");
        if (ownsBackend()) {
            assertThat(client().count()).isEqualTo(2);
            assertThat(await(client().async().count())).isEqualTo(2);
        } else {
            assertThat(client().count()).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void aPrefixIsRemoved() {
        if (!supported(
                Capability.DELETE_PREFIX,
                () -> client().deletePrefix(namespace()),
                () -> client().async().deletePrefix(namespace()))) {
            return;
        }
        store("a1", "a2", "b1");

        assertThat(client().deletePrefix(namespace() + "a")).isEqualTo(2);
        assertThat(client().getAll(keys("a1", "a2", "b1"), Integer.class).orThrow())
                .containsOnlyKeys(key("b1"));
        assertThat(client().deletePrefix(namespace() + "a")).isZero();
        assertThat(await(client().async().deletePrefix(namespace()))).isEqualTo(1);
        refusedBoth(
                KvRequestException.class,
                () -> client().deletePrefix(""),
                () -> client().async().deletePrefix(""));
    }

    @Test
    void clearingWantsToBeConfirmedWhereOthersWouldLose() {
        if (!supported(
                Capability.CLEAR, () -> client().clear(), () -> client().async().clear(ClearOptions.none()))) {
            return;
        }
        assumeTrue(capabilities().clearAsksForConfirmation(), "it removes only what is this client's own");
        client().set(key("a"), 1);

        refusedBoth(
                KvRequestException.class,
                () -> client().clear(),
                () -> client().async().clear(ClearOptions.none()));

        assertThat(client().contains(key("a"))).isTrue();
    }

    @Test
    void clearingRemovesEverything() {
        if (!supported(
                Capability.CLEAR,
                () -> client().clear(ClearOptions.everything()),
                () -> client().async().clear(ClearOptions.everything()))) {
            return;
        }
        assumeTrue(ownsBackend(), "others use the backend");
        store("a", "b");
        client().clear(ClearOptions.everything());
        assertThat(client().getAll(keys("a", "b"), Integer.class).orThrow()).isEmpty();
        store("c");
        client().async().clear(ClearOptions.everything()).join();
        assertThat(client().contains(key("c"))).isFalse();
    }

    private boolean lists() {
        return supported(
                Capability.LIST,
                () -> client().keysPage(mine()),
                () -> client().async().keysPage(mine()));
    }

    private Set<String> listed(Scan scan) {
        return new TreeSet<>(client().keyList(scan));
    }

    final Set<String> keys(String... names) {
        return Stream.of(names).map(this::key).collect(Collectors.toCollection(TreeSet::new));
    }

    final Set<String> store(String... names) {
        Set<String> keys = keys(names);
        client().setAll(List.copyOf(keys).stream().map(k -> KvWrite.of(k, 1)).toList())
                .orThrow();
        return keys;
    }
}
