package dev.kvclient.testkit.contract;

import dev.kvclient.BackendProfile;
import dev.kvclient.Limits;
import org.junit.jupiter.api.Nested;

/** The backend in memory keeps the contract, by itself, with limits, and like each other backend. */
class MemoryContractTest {
    @Nested
    class AsItIs extends MemoryContract {
        AsItIs() {
            super(BackendProfile.MEMORY);
        }
    }

    @Nested
    class WithLimits extends MemoryContract {
        WithLimits() {
            super(BackendProfile.MEMORY.toBuilder()
                    .limits(Limits.none().maxKeyBytes(64).maxValueBytes(4_096))
                    .build());
        }
    }

    @Nested
    class LikeKuzzle extends MemoryContract {
        LikeKuzzle() {
            super(BackendProfile.KUZZLE);
        }
    }

    @Nested
    class LikeNdbSession extends MemoryContract {
        LikeNdbSession() {
            super(BackendProfile.NDB_SESSION);
        }
    }

    @Nested
    class LikeNdbStatus extends MemoryContract {
        LikeNdbStatus() {
            super(BackendProfile.NDB_STATUS);
        }
    }

    @Nested
    class LikeVersori extends MemoryContract {
        LikeVersori() {
            super(BackendProfile.VERSORI);
        }
    }
}
