package dev.kvclient.spi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConnectionException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.Outcome;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class FutureAttemptTest {
    private final CompletableFuture<String> result = new CompletableFuture<>();
    private final FutureAttempt<String> attempt = new FutureAttempt<>(result);

    @Test
    void nobodyWithdrawsIt() {
        AtomicInteger ran = new AtomicInteger();
        attempt.onWithdrawal(ran::incrementAndGet);
        assertThat(attempt.withdrawn()).isFalse();
        assertThat(attempt.sending()).isTrue();
        attempt.answered(() -> "a");
        assertThat(ran).hasValue(0);
        assertThatNullPointerException().isThrownBy(() -> new FutureAttempt<>(null));
    }

    @Test
    void anAnswerCompletesTheFuture() {
        attempt.answered(() -> "a");
        attempt.failed(new KvConnectionException(Failure.of(Outcome.UNKNOWN, "too late")));
        attempt.answered(() -> "b");
        assertThat(result).isCompletedWithValue("a");
    }

    @Test
    void aFailureFailsIt() {
        KvException failure = new KvConnectionException(Failure.of(Outcome.UNKNOWN, "lost"));
        attempt.failed(failure);
        attempt.answered(() -> "a");
        assertThatThrownBy(result::get).hasCause(failure);
    }

    @Test
    void anAnswerThatCannotBeReadFailsIt() {
        KvException refused = new KvConnectionException(Failure.of(Outcome.REJECTED, "no"));
        attempt.answered(() -> {
            throw refused;
        });
        assertThatThrownBy(result::get).hasCause(refused);
    }

    /** A reader that runs out of stack must neither end the reading thread nor leave the future open. */
    @Test
    void anErrorFailsItToo() {
        StackOverflowError error = new StackOverflowError("on purpose");
        assertThatCode(() -> attempt.answered(() -> {
                    throw error;
                }))
                .doesNotThrowAnyException();
        assertThat(result).isCompletedExceptionally();
        assertThatThrownBy(result::get).hasCause(error);
    }
}
