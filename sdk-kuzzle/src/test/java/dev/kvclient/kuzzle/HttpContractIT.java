package dev.kvclient.kuzzle;

import dev.kvclient.KvClient;
import dev.kvclient.testkit.contract.KvContract;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;

/** The contract over HTTP against a real Kuzzle, in both formats of values. Others may use the server meanwhile. */
@Tag("kuzzle")
class HttpContractIT {
    private static final String URL = HttpAdapterIT.URL;

    @Nested
    class Natural extends Real {
        Natural() {
            super("natural");
        }
    }

    @Nested
    class Json extends Real {
        Json() {
            super("json");
        }
    }

    abstract static class Real extends KvContract {
        private final String format;

        Real(String format) {
            this.format = format;
        }

        @Override
        protected KvClient open() {
            return KvClient.builder(URL + "?format=" + format)
                    .closeTimeout(Duration.ofMillis(500))
                    .connect();
        }

        @Override
        protected boolean storeNull(String key) {
            return KuzzleFacts.storeNull(URL, key);
        }

        @Override
        protected long largestCounter() {
            return KuzzleFacts.LARGEST_COUNTER;
        }
    }
}
