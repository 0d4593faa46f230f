package dev.kvclient.testkit.contract;

/**
 * What every backend must do. The author of an adapter extends it and says how to open a client:
 *
 * <pre>{@code
 * class MyContractTest extends KvContract {
 *     private final MyServer server = MyServer.start();
 *
 *     @Override
 *     protected KvClient open() {
 *         return KvClient.connect(server.url());
 *     }
 * }
 * }</pre>
 *
 * <p>Which cases apply is read from the {@link dev.kvclient.Capabilities} of the client. What it supports must work;
 * what it does not must be refused with a {@link dev.kvclient.error.KvUnsupportedException} that names the capability,
 * before anything is sent. The further hooks make more cases possible: {@link #requestsSeen()} to look that nothing is
 * sent, {@link #holdAnswers()} for what ends a wait, {@link #storeNull} for what only others can store, {@link
 * #ownsBackend()} to clear and count everything, {@link #advance} and {@link #now()} for a time that the test moves.
 * The values and keys to try are {@link #samples()} and {@link #awkwardNames()}.
 *
 * <p>Each test has its own client and its own keys, and removes them afterwards, so that the suite may run against a
 * server that others use as well.
 */
public abstract class KvContract extends LifeCases {
    /** For subclasses. */
    protected KvContract() {}
}
