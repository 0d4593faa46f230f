package dev.kvclient.testkit.versori;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kvclient.testkit.versori.Refused.FieldError;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code SetOptions} of the description. {@code overwrite}: false leaves a key that exists as it is, like
 * {@code ifNotExists}; what the vendor's does is not published.
 */
record WriteOptions(
        @Nullable BigDecimal expireIn,
        @Nullable Instant expireAt,
        boolean refreshOnAccess,
        @Nullable String ifVersionstamp,
        boolean ifNotExists,
        boolean overwrite,
        @Nullable ObjectNode metadata) {

    static final WriteOptions NONE = new WriteOptions(null, null, false, null, false, true, null);

    /** Ten thousand years, beyond which times cannot be told. */
    private static final BigDecimal LONGEST =
            BigDecimal.valueOf(Duration.ofDays(3_650_000).toMillis());

    static WriteOptions of(@Nullable Body options) throws Refused {
        if (options == null) {
            return NONE;
        }
        return new WriteOptions(
                options.number("expireIn"),
                options.instant("expireAt"),
                options.bool("refreshOnAccess", false),
                options.text("ifVersionstamp"),
                options.bool("ifNotExists", false),
                options.bool("overwrite", true),
                options.object("metadata"));
    }

    /** Says what is not allowed. */
    List<FieldError> problems(String prefix) {
        List<FieldError> problems = new ArrayList<>();
        if (expireIn != null && (expireIn.compareTo(BigDecimal.ONE) < 0 || expireIn.compareTo(LONGEST) > 0)) {
            problems.add(new FieldError(prefix + "expireIn", "must be at least 1, and not beyond all time"));
        }
        if (expireIn != null && expireAt != null) {
            problems.add(new FieldError(prefix + "expireAt", "must not be given together with expireIn"));
        }
        if (ifVersionstamp != null && ifNotExists) {
            problems.add(new FieldError(prefix + "ifNotExists", "must not be given together with ifVersionstamp"));
        }
        return problems;
    }

    @Nullable
    Instant end(Instant now) {
        return expireIn == null ? expireAt : now.plusMillis(expireIn.longValue());
    }

    boolean allows(@Nullable Entry present) {
        if ((ifNotExists || !overwrite) && present != null) {
            return false;
        }
        return ifVersionstamp == null || (present != null && ifVersionstamp.equals(present.versionstamp()));
    }
}
