package dev.kvclient.ndb;

import static dev.kvclient.ndb.fixture.Clients.connect;
import static dev.kvclient.ndb.fixture.Clients.server;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.KvClient;
import dev.kvclient.error.KvClosedException;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.Outcome;
import dev.kvclient.testkit.ndb.NdbServer;
import dev.kvclient.testkit.ndb.NdbVersion;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sessions of generation A. */
class NdbSessionsTest {
    private static final NdbSessionOptions EXPIRING =
            NdbSessionOptions.none().expiry(Duration.ofMinutes(10), NdbAfterExpiry.DELETE_SESSION);

    /** What a test does with a server of its own. */
    @FunctionalInterface
    private interface Story {
        void tell(NdbServer server, NdbClient ndb);
    }

    private static void with(NdbVersion version, Story story) {
        try (NdbServer server = server(version);
                KvClient kv = connect(server)) {
            story.tell(server, kv.unwrap(NdbClient.class));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void eachHasItsOwnKeys(NdbVersion version) {
        with(version, (server, ndb) -> {
            try (NdbSession one = ndb.sessions().create("basket");
                    NdbSession other = ndb.sessions().create("basket")) {
                one.keys().set("item", "apple");

                assertThat(one.token()).isNotEqualTo(other.token());
                assertThat(one.name()).isEqualTo("basket");
                assertThat(one.keys().get("item", String.class)).contains("apple");
                assertThat(other.keys().get("item", String.class)).isEmpty();
                assertThat(ndb.keys().get("item", String.class)).isEmpty();
            }
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void sharedOnesAreReachedByName(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbSession made = ndb.sessions().createShared("depot");
            made.keys().set("a", 1);

            assertThat(ndb.sessions().open("depot").token()).isEqualTo(made.token());
            assertThat(ndb.sessions().open("depot").keys().get("a", Integer.class))
                    .contains(1);
            assertThat(ndb.sessions().open("other").keys().count()).isZero();
            assertThatThrownBy(() -> ndb.sessions().createShared("depot"))
                    .isInstanceOfSatisfying(KvConflictException.class, e -> {
                        assertThat(e.status()).hasValue(103);
                        assertThat(e.key()).contains("depot");
                    });
        });
    }

    @Test
    void onV04TheyAreFoundAndAskedFor() {
        with(NdbVersion.V0_4, (server, ndb) -> {
            NdbSession depot = ndb.sessions().open("depot");
            NdbSession own = ndb.sessions().create("basket");
            NdbToken unknown = NdbToken.parse("18446744073709551615");

            assertThat(ndb.sessions().find("depot").orElseThrow().token()).isEqualTo(depot.token());
            assertThat(ndb.sessions().find("nowhere")).isEmpty();
            assertThat(ndb.sessions().find("basket")).isEmpty();
            assertThat(ndb.sessions().exists(List.of(depot.token(), unknown, own.token())))
                    .containsExactlyInAnyOrder(depot.token(), own.token());
            long before = server.requestsSeen();
            assertThat(ndb.sessions().exists(List.of())).isEmpty();
            assertThat(server.requestsSeen()).isEqualTo(before);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void tellAboutThemselves(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbSession shared = ndb.sessions().open("depot");
            NdbSession expiring = ndb.sessions().create("tmp", EXPIRING);
            expiring.keys().set(Map.of("a", 1, "b", 2));

            assertThat(shared.info().shared()).isTrue();
            assertThat(shared.info().expiry()).isEmpty();
            NdbSessionInfo info = expiring.info();
            assertThat(info.shared()).isFalse();
            assertThat(info.keyCount()).isEqualTo(2);
            NdbExpiry expiry = info.expiry().orElseThrow();
            assertThat(expiry.duration()).isEqualTo(Duration.ofMinutes(10));
            assertThat(expiry.remaining()).isBetween(Duration.ofMinutes(9), Duration.ofMinutes(10));
            assertThat(expiry.afterExpiry()).isEqualTo(NdbAfterExpiry.DELETE_SESSION);
            assertThat(ndb.sessions().totals().keys()).isEqualTo(2);
            assertThat(ndb.sessions().totals().sessions()).isGreaterThanOrEqualTo(2);
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void closingLetsGoOfTheHandleOnly(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbSession session = ndb.sessions().create("basket");
            NdbKeys keys = session.keys();
            keys.set("a", 1);
            long before = server.requestsSeen();
            session.close();
            session.close();

            for (Runnable late : List.<Runnable>of(
                    session::keys, session::info, session::end, keys::count, () -> keys.set("a", 2))) {
                assertThatThrownBy(late::run)
                        .isInstanceOfSatisfying(
                                KvClosedException.class,
                                e -> assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT))
                        .hasMessageContaining("basket");
            }
            assertThat(server.requestsSeen()).isEqualTo(before);
            NdbSession again = ndb.sessions().attach("basket", session.token());
            assertThat(again.keys().get("a", Integer.class)).contains(1);
        });
    }

    /** An ending alone would leave it and its keys for ever. */
    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void endingTakesTheKeysOfOneThatExpires(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbSession session = ndb.sessions().create("tmp", EXPIRING);
            session.keys().set("a", 1);
            session.end();

            assertThatThrownBy(session::info).isInstanceOf(KvClosedException.class);
            assertThat(ndb.sessions().attach("tmp", session.token()).keys().get("a", Integer.class))
                    .isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void oneThatIsGoneIsNamedWithoutItsToken(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbSession session = ndb.sessions().create("basket");
            session.end();
            NdbSession gone = ndb.sessions().attach("basket of Ada", session.token());

            for (Runnable late : List.<Runnable>of(
                    gone::info,
                    gone::end,
                    () -> gone.keys().count(),
                    () -> gone.keys().set("a", 2))) {
                assertThatThrownBy(late::run)
                        .isInstanceOfSatisfying(KvNotFoundException.class, e -> {
                            assertThat(e.status()).hasValue(100);
                            assertThat(e.outcome()).isEqualTo(Outcome.REJECTED);
                            assertThat(e.retryable()).isFalse();
                            assertThat(e.nativeError(NdbError.class)).isPresent();
                        })
                        .hasMessageContaining("basket of Ada")
                        .hasMessageNotContaining(session.token().digits());
            }
            assertThat(gone.toString()).doesNotContain(session.token().digits());
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void allCanBeEnded(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbSession session = ndb.sessions().create("basket");
            ndb.keys().set("own", 1);

            assertThat(ndb.sessions().endAll()).isEqualTo(2);
            assertThatThrownBy(() -> session.keys().count()).isInstanceOf(KvNotFoundException.class);
            // The client's own is made anew.
            assertThat(ndb.keys().get("own", Integer.class)).isEmpty();
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void areSavedAndLoaded(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbSession basket = ndb.sessions().create("basket");
            NdbSession other = ndb.sessions().create("other");
            basket.keys().set("a", 1);
            other.keys().set("b", 1);
            assertThat(ndb.sessions().save("all").name()).isEqualTo("all");
            assertThat(ndb.sessions().save("one", List.of(basket.token())).name())
                    .isEqualTo("one");

            assertThat(ndb.sessions().load("all").sessions()).isZero();
            ndb.sessions().endAll();
            NdbLoadedSessions loaded = ndb.sessions().load("one");
            assertThat(loaded.sessions()).isEqualTo(1);
            assertThat(loaded.keys()).isEqualTo(1);
            assertThat(basket.keys().get("a", Integer.class)).contains(1);
            assertThatThrownBy(() -> other.keys().count()).isInstanceOf(KvNotFoundException.class);
            assertThatThrownBy(() -> ndb.sessions().load("never"))
                    .isInstanceOfSatisfying(
                            KvNotFoundException.class,
                            e -> assertThat(e.status()).hasValue(142));
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void quietOnesToASessionThatIsGoneFail(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbSession gone = ndb.sessions().attach("gone", NdbToken.of(99));

            assertThatThrownBy(() -> gone.keys().setQuiet("a", 1))
                    .isInstanceOf(KvNotFoundException.class)
                    .hasMessageContaining("gone");
        });
    }

    @ParameterizedTest
    @EnumSource(names = {"V0_4", "V0_5"})
    void withFuturesToo(NdbVersion version) {
        with(version, (server, ndb) -> {
            NdbAsyncSessions sessions = ndb.async().sessions();
            try (NdbAsyncSession session = sessions.create("basket", EXPIRING).join()) {
                session.keys().set("a", 1).join();

                assertThat(session.info().join().keyCount()).isEqualTo(1);
                assertThat(sessions.attach("same", session.token())
                                .keys()
                                .count()
                                .join())
                        .isEqualTo(1);
                session.end().join();
                assertThatThrownBy(() -> session.info().join())
                        .isInstanceOf(CompletionException.class)
                        .hasCauseInstanceOf(KvClosedException.class);
            }
        });
    }
}
