package dev.kvclient.testkit.storm;

import dev.kvclient.KvClientBuilder;
import dev.kvclient.spi.KvBackend;
import dev.kvclient.testkit.FaultRule;
import java.time.Duration;
import java.util.Map;

/**
 * A server for a {@link StormTest}, which nobody else uses, and the backend of an adapter that connects to it. The
 * methods that make it fail are called by one thread at a time.
 */
public interface StormTarget extends AutoCloseable {
    /** The port that it listens on at the loopback address, the same over every restart. */
    int port();

    /**
     * A backend with the settings of the test.
     *
     * @param host where to connect to: what stands between the client and the server
     * @param port likewise
     * @param answerTimeout how long to wait for an answer, where the adapter can be told
     * @param reconnectMin the longest wait before the first attempt to connect again, likewise
     * @param reconnectMax the longest wait before any, likewise
     */
    KvBackend backend(String host, int port, Duration answerTimeout, Duration reconnectMin, Duration reconnectMax);

    /** Further settings of the client; none unless overridden. */
    default KvClientBuilder settings(KvClientBuilder client) {
        return client;
    }

    /** How many requests its backend sends before it waits for an answer. */
    int window();

    /**
     * How many answers it takes until the backend sends so many again, if it has become careful by what it has met;
     * none unless overridden.
     */
    default int answersToFullWindow() {
        return 0;
    }

    /**
     * Lets requests go wrong by chance from now on: dropped, delayed, refused, unanswered, executed late, answered
     * twice, as far as the server can.
     *
     * @param seed of the chances
     * @return the rules, by what they are called
     */
    Map<String, FaultRule> makeFoul(long seed);

    /** Lets no request go wrong any more. */
    void makeFair();

    /** Cuts all connections; the server goes on. */
    void dropConnections();

    /** Stops the server, as if it were killed. */
    void stop();

    /** Starts it again. */
    void restart();

    /** Whether it has its keys still when it was stopped and started again. It has, unless overridden. */
    default boolean keepsItsKeys() {
        return true;
    }

    /** How many requests it has seen. */
    long requestsSeen();

    /**
     * Takes requests from now on, and lets those who sent them wait for their answers.
     *
     * @return to be run in the end: ends that, for those that wait as well, or lets their connections be given up
     */
    Runnable holdAnswers();

    /** Stops it for good. */
    @Override
    void close();
}
