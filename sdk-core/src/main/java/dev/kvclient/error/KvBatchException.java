package dev.kvclient.error;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/** At least one member of a batch failed; thrown by {@code BatchResult.orThrow()} with all failures. */
public final class KvBatchException extends KvException {
    private static final long serialVersionUID = 1L;

    private final LinkedHashMap<String, KvException> failures;

    /**
     * Makes one.
     *
     * @param failure the particulars
     * @param failures what went wrong, by key; copied
     */
    public KvBatchException(Failure failure, Map<String, KvException> failures) {
        super(failure);
        this.failures = new LinkedHashMap<>(failures);
        failures.values().forEach(this::addSuppressed);
    }

    /** What went wrong, by key, in the order of the batch. Unmodifiable. */
    public Map<String, KvException> failures() {
        return Collections.unmodifiableMap(failures);
    }

    @Override
    protected KvBatchException copy(Failure changed) {
        return new KvBatchException(changed, failures);
    }
}
