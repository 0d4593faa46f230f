package dev.kvclient.versori.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.error.KvAuthException;
import dev.kvclient.testkit.ManualTime;
import dev.kvclient.testkit.fixture.NoThreadLeft;
import dev.kvclient.testkit.fixture.Timed;
import dev.kvclient.versori.VersoriAuth;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** When a secret is asked for anew, and when not. */
@ExtendWith(NoThreadLeft.class)
class SignInTest {
    private final ManualTime time = new ManualTime();
    private final AtomicInteger asked = new AtomicInteger();

    private SignIn supplied() {
        SignIn signIn = new SignIn(Optional.of(VersoriAuth.apiKey(() -> "token-" + asked.incrementAndGet())));
        Timed.resultOf(signIn.first(time).thenApply(done -> true).toCompletableFuture());
        return signIn;
    }

    private Credential current(SignIn signIn) {
        return Objects.requireNonNull(signIn.current(time));
    }

    private boolean renew(SignIn signIn) {
        return Timed.resultOf(signIn.renew(time).toCompletableFuture());
    }

    @Test
    void aLateRefusalOfAnEarlierTokenDoesNotAskForAnother() {
        SignIn signIn = supplied();
        Credential first = current(signIn);
        signIn.refused(first);
        assertThat(renew(signIn)).isTrue();
        assertThat(asked).hasValue(2);

        signIn.refused(first);
        assertThat(renew(signIn)).isTrue();
        assertThat(asked).hasValue(2);
        assertThat(current(signIn).value()).isEqualTo("Bearer token-2");

        Credential second = current(signIn);
        signIn.refused(second);
        signIn.refused(first);
        assertThat(renew(signIn)).isTrue();
        assertThat(asked).hasValue(3);
    }

    @Test
    void theSameTokenAgainIsNoNewOne() {
        SignIn signIn = new SignIn(Optional.of(VersoriAuth.jwt(() -> "same")));
        Timed.resultOf(signIn.first(time).thenApply(done -> true).toCompletableFuture());
        signIn.refused(signIn.current(time));
        assertThat(renew(signIn)).isFalse();
    }

    @Test
    void withoutCredentialsThereAreNoOthers() {
        SignIn nobody = new SignIn(Optional.empty());
        nobody.refused(null);
        assertThat(nobody.current(time)).isNull();
        assertThat(renew(nobody)).isFalse();
    }

    @Test
    void whoAsksAtTheSameTimeIsAnsweredByOneSupplier() {
        CountDownLatch go = new CountDownLatch(1);
        SignIn signIn = new SignIn(Optional.of(VersoriAuth.apiKey(() -> {
            if (asked.incrementAndGet() > 1) {
                await(go);
            }
            return "token-" + asked;
        })));
        Timed.resultOf(signIn.first(time).thenApply(done -> true).toCompletableFuture());
        signIn.refused(signIn.current(time));
        CompletableFuture<Boolean> one = signIn.renew(time).toCompletableFuture();
        CompletableFuture<Boolean> two = signIn.renew(time).toCompletableFuture();
        go.countDown();
        assertThat(Timed.resultOf(one)).isTrue();
        assertThat(Timed.resultOf(two)).isTrue();
        assertThat(asked).hasValue(2);
    }

    @Test
    void whoConnectsAgainWaitsForTheSupplierThatWasAsked() {
        CountDownLatch go = new CountDownLatch(1);
        SignIn signIn = new SignIn(Optional.of(VersoriAuth.apiKey(() -> {
            await(go);
            return "token-" + asked.incrementAndGet();
        })));
        CompletableFuture<Void> one = signIn.first(time).toCompletableFuture();
        CompletableFuture<Void> two = signIn.first(time).toCompletableFuture();
        go.countDown();
        assertThat(one).succeedsWithin(Timed.SOON);
        assertThat(two).succeedsWithin(Timed.SOON);
        assertThat(asked).hasValue(1);
    }

    @Test
    void aSupplierIsInterruptedWhenItsTimeIsOverAndThenAskedAgain() {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        SignIn signIn = new SignIn(Optional.of(VersoriAuth.apiKey(() -> {
            if (asked.incrementAndGet() == 1) {
                try {
                    never.await();
                } catch (InterruptedException e) {
                    interrupted.countDown();
                }
            }
            return "token-" + asked;
        })));
        CompletableFuture<Void> first = signIn.first(time).toCompletableFuture();
        time.advance(Duration.ofSeconds(11));
        assertThat(Timed.failureOf(first)).isInstanceOf(KvAuthException.class);
        await(interrupted);
        Awaitility.await().untilAsserted(() -> {
            assertThat(signIn.first(time).toCompletableFuture()).succeedsWithin(Timed.SOON);
            assertThat(current(signIn).value()).isEqualTo("Bearer token-2");
        });
    }

    @Test
    void aSupplierThatCannotBeInterruptedIsNotAskedASecondTimeMeanwhile() {
        AtomicBoolean go = new AtomicBoolean();
        SignIn signIn = new SignIn(Optional.of(VersoriAuth.apiKey(() -> {
            asked.incrementAndGet();
            while (!go.get()) {
                Thread.onSpinWait();
            }
            return "token";
        })));
        for (int i = 0; i < 3; i++) {
            CompletableFuture<Void> first = signIn.first(time).toCompletableFuture();
            time.advance(Duration.ofSeconds(11));
            assertThat(Timed.failureOf(first)).isInstanceOf(KvAuthException.class);
        }
        Awaitility.await().untilAsserted(() -> assertThat(asked).hasValue(1));
        go.set(true);
        Awaitility.await()
                .untilAsserted(() ->
                        assertThat(signIn.first(time).toCompletableFuture()).succeedsWithin(Timed.SOON));
    }

    @Test
    void aSupplierThatTakesTooLongIsGivenUp() {
        CountDownLatch never = new CountDownLatch(1);
        SignIn signIn = new SignIn(Optional.of(VersoriAuth.apiKey(() -> {
            await(never);
            return "late";
        })));
        CompletableFuture<Boolean> first =
                signIn.first(time).thenApply(done -> true).toCompletableFuture();
        time.advance(Duration.ofSeconds(11));
        assertThat(Timed.failureOf(first)).isInstanceOf(KvAuthException.class);
        signIn.abandon();
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted", e);
        }
    }
}
