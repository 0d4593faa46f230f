package dev.kvclient.testkit.kuzzle.ms;

/** A reply of Redis that is an error; the message is Redis' own words. */
final class RedisException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    static final String NOT_AN_INTEGER = "ERR value is not an integer or out of range";
    static final String NOT_A_FLOAT = "ERR value is not a valid float";
    static final String SYNTAX = "ERR syntax error";
    static final String NO_SUCH_KEY = "ERR no such key";
    static final String OVERFLOW = "ERR increment or decrement would overflow";
    static final String WRONG_TYPE = "WRONGTYPE Operation against a key holding the wrong kind of value";

    RedisException(String words) {
        super(words, null, false, false);
    }

    static RedisException wrongArity(String command) {
        return new RedisException("ERR wrong number of arguments for '" + command + "' command");
    }

    static RedisException invalidExpiry(String command) {
        return new RedisException("ERR invalid expire time in '" + command + "' command");
    }
}
