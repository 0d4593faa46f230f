package dev.kvclient.offline;

import java.time.Instant;
import java.util.Optional;

/** What became of a write that was accepted for later delivery, and since when. Immutable. */
public interface Delivery {
    /** Where it stands. */
    DeliveryStatus status();

    /** Since when it stands there, by the clock of the client. */
    Instant since();

    /** Why, where there is more to say than the status: what the backend said, for one. Never holds a value. */
    Optional<String> reason();
}
