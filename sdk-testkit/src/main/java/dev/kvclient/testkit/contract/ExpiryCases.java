package dev.kvclient.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.Capability;
import dev.kvclient.KvEntry;
import dev.kvclient.KvWrite;
import dev.kvclient.SetOptions;
import dev.kvclient.TimeToLive;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvTimeoutException;
import dev.kvclient.error.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Values that end by themselves. */
abstract class ExpiryCases extends ConditionCases {
    /** 60 s: how far the clocks of client and backend may be apart, and how long a step of a case may take. */
    private static final Duration SLACK = Duration.ofSeconds(60);

    @Test
    void aValueEndsWithItsTimeToLive() {
        String key = key("a");
        SetOptions brief = SetOptions.none().ttl(SHORT);
        if (!supported(
                Capability.EXPIRY,
                () -> client().set(key, 1, brief),
                () -> client().async().set(key, 1, brief))) {
            return;
        }
        client().set(key, 1, brief);
        client().set(key("long"), 2, o -> o.ttl(LONG));
        client().set(key("ever"), 3);
        assertThat(client().get(key("long"), Integer.class)).contains(2);

        advance(SHORT.multipliedBy(2));

        assertThat(client().get(key, Integer.class)).isEmpty();
        assertThat(client().entry(key, Integer.class)).isEmpty();
        assertThat(client().contains(key)).isFalse();
        assertThat(client().getAll(List.of(key, key("long")), Integer.class).orThrow())
                .containsOnlyKeys(key("long"));
        if (can(Capability.LIST)) {
            assertThat(client().keyList(mine())).doesNotContain(key);
        }
        if (can(Capability.SET_IF_ABSENT)) {
            assertThat(client().set(key, 4, SetOptions::ifAbsent).written()).isTrue();
        }
        assertThat(client().get(key("ever"), Integer.class)).contains(3);
    }

    @Test
    void aValueEndsAtItsMoment() {
        String key = key("a");
        SetOptions then = SetOptions.none().expireAt(now().plus(LONG));
        if (!supported(
                Capability.EXPIRY,
                () -> client().set(key, 1, then),
                () -> client().async().set(key, 1, then))) {
            return;
        }
        client().set(key, 1, then);
        client().set(key("soon"), 2, o -> o.expireAt(now().plus(SHORT)));

        advance(SHORT.multipliedBy(2));

        assertThat(client().get(key, Integer.class)).contains(1);
        assertThat(client().contains(key("soon"))).isFalse();
    }

    @Test
    void aMomentThatHasPassedIsRefusedAsNotSent() {
        if (!can(Capability.EXPIRY)) {
            refused(Capability.EXPIRY, () -> client().set(key("a"), 1, o -> o.expireAt(now())));
            return;
        }
        client().set(key("a"), 1);

        KvTimeoutException e = failureOf(
                KvTimeoutException.class, () -> client().set(key("a"), 2, o -> o.expireAt(now().minusSeconds(1))));

        assertThat(e.outcome()).isEqualTo(Outcome.NOT_SENT);
        assertThat(client().get(key("a"), Integer.class)).contains(1);
    }

    @Test
    void aPlainWriteTakesTheExpiryAway() {
        if (!can(Capability.EXPIRY)) {
            refused(Capability.EXPIRY, () -> client().set(key("a"), 1, o -> o.ttl(LONG)));
            return;
        }
        client().set(key("a"), 1, o -> o.ttl(SHORT));
        client().set(key("a"), 2);

        advance(SHORT.multipliedBy(2));

        assertThat(client().get(key("a"), Integer.class)).contains(2);
    }

    @Test
    void theRemainingLifeIsToldWhereTheBackendDoes() {
        String key = key("a");
        if (!supported(
                Capability.READ_EXPIRY,
                () -> client().ttl(key),
                () -> client().async().ttl(key))) {
            return;
        }
        assertThat(client().ttl(key)).isEqualTo(TimeToLive.absent());
        client().set(key, 1);
        assertThat(client().ttl(key)).isEqualTo(TimeToLive.persistent());
        assertThat(client().entry(key, Integer.class).flatMap(KvEntry::expiresAt))
                .isEmpty();
        if (can(Capability.EXPIRY)) {
            client().set(key, 2, o -> o.ttl(LONG));
            aboutAnHour(client().ttl(key));
            aboutAnHour(await(client().async().ttl(key)));
            Instant end = client().entry(key, Integer.class)
                    .flatMap(KvEntry::expiresAt)
                    .orElseThrow();
            assertThat(end).isCloseTo(now().plus(LONG), within());
            client().set(key, 3, o -> o.expireAt(now().plus(LONG)));
            aboutAnHour(client().ttl(key));
        }
    }

    private static org.assertj.core.data.TemporalUnitOffset within() {
        return new org.assertj.core.data.TemporalUnitWithinOffset(SLACK.toSeconds(), ChronoUnit.SECONDS);
    }

    private static void aboutAnHour(TimeToLive ttl) {
        assertThat(ttl.present()).isTrue();
        assertThat(ttl.expires()).isTrue();
        assertThat(ttl.remaining().orElseThrow()).isBetween(LONG.minus(SLACK), LONG);
    }

    @Test
    void anExistingKeyIsGivenAnExpiry() {
        String key = key("a");
        if (!supported(
                Capability.CHANGE_EXPIRY,
                () -> client().expire(key, LONG),
                () -> client().async().expire(key, LONG))) {
            return;
        }
        assertThat(client().expire(key, SHORT)).isFalse();
        client().set(key, 1);
        assertThat(client().expire(key, LONG)).isTrue();
        aboutAnHour(client().ttl(key));
        assertThat(client().get(key, Integer.class)).contains(1);
        assertThat(await(client().async().expire(key, SHORT))).isTrue();

        advance(SHORT.multipliedBy(2));

        assertThat(client().contains(key)).isFalse();
        refusedBoth(
                KvRequestException.class,
                () -> client().expire(key, Duration.ZERO),
                () -> client().async().expire(key, Duration.ofMillis(-5)));
    }

    @Test
    void anExistingKeyLosesItsExpiry() {
        String key = key("a");
        if (!supported(
                Capability.CHANGE_EXPIRY,
                () -> client().persist(key),
                () -> client().async().persist(key))) {
            return;
        }
        assertThat(client().persist(key)).isFalse();
        client().set(key, 1, o -> o.ttl(LONG));
        assertThat(client().persist(key)).isTrue();
        assertThat(client().ttl(key)).isEqualTo(TimeToLive.persistent());
        assertThat(await(client().async().persist(key))).isFalse();
        assertThat(client().get(key, Integer.class)).contains(1);
    }

    @Test
    void membersOfABatchHaveTheirOwnExpiry() {
        List<KvWrite> writes = List.of(
                KvWrite.of(key("soon"), 1).options(o -> o.ttl(SHORT)),
                KvWrite.of(key("late"), 2).options(o -> o.ttl(LONG)),
                KvWrite.of(key("ever"), 3));
        if (!supported(
                Capability.EXPIRY_IN_BATCH,
                () -> client().setAll(writes),
                () -> client().async().setAll(writes))) {
            return;
        }
        assertThat(client().setAll(writes).orThrow()).hasSize(3);
        if (can(Capability.READ_EXPIRY)) {
            aboutAnHour(client().ttl(key("late")));
            assertThat(client().ttl(key("ever"))).isEqualTo(TimeToLive.persistent());
        }

        advance(SHORT.multipliedBy(2));

        assertThat(client().getAll(List.of(key("soon"), key("late"), key("ever")), Integer.class)
                        .orThrow())
                .containsOnlyKeys(key("late"), key("ever"));
    }

    @Test
    void updateCarriesTheExpiryOn() {
        if (!can(Capability.SET_IF_VERSION) || !can(Capability.READ_EXPIRY) || !can(Capability.EXPIRY)) {
            Capability missing = can(Capability.SET_IF_VERSION)
                    ? (can(Capability.EXPIRY) ? Capability.READ_EXPIRY : Capability.EXPIRY)
                    : Capability.SET_IF_VERSION;
            refused(missing, () -> client().require(missing));
            return;
        }
        String key = key("a");
        client().set(key, 1, o -> o.ttl(LONG));

        client().update(key, Integer.class, old -> old.orElse(0) + 1);
        aboutAnHour(client().ttl(key));
        client().update(
                        key,
                        dev.kvclient.KvType.of(Integer.class),
                        old -> old.orElse(0) + 1,
                        SetOptions.none().noExpiry());

        assertThat(client().ttl(key)).isEqualTo(TimeToLive.persistent());
        assertThat(client().get(key, Integer.class)).contains(3);
    }

    @Test
    void readingRenewsALifeThatIsToBeRenewed() {
        String key = key("a");
        Duration life = SHORT.multipliedBy(5);
        SetOptions renewed = SetOptions.none().ttl(life).refreshOnAccess();
        if (!can(Capability.EXPIRY)) {
            refused(Capability.EXPIRY, () -> client().set(key, 1, renewed));
            return;
        }
        if (!supported(
                Capability.REFRESH_ON_ACCESS,
                () -> client().set(key, 1, renewed),
                () -> client().async().set(key, 1, renewed))) {
            return;
        }
        client().set(key, 1, renewed);
        client().set(key("other"), 1, o -> o.ttl(life));

        advance(SHORT.multipliedBy(3));
        assertThat(client().get(key, Integer.class)).contains(1);
        advance(SHORT.multipliedBy(3));

        assertThat(client().get(key, Integer.class)).contains(1);
        assertThat(client().get(key("other"), Integer.class)).isEmpty();
        refusedBoth(
                KvRequestException.class,
                () -> client().set(key, 1, SetOptions::refreshOnAccess),
                () -> client().async().set(key, 1, SetOptions::refreshOnAccess));
    }
}
