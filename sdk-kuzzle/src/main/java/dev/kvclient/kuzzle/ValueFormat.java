package dev.kvclient.kuzzle;

/** How values are kept in Kuzzle's memory storage, which knows strings only. */
public enum ValueFormat {
    /**
     * Strings and numbers as they are, everything else as JSON text, so that Kuzzle's other SDKs read and write the
     * same. Read as a {@code String}, a value is its text as it is; read as anything else it is parsed as JSON, or else
     * taken as the content of a JSON string. What was a string and what was not is therefore lost: the text {@code 42}
     * read as {@code Object} is a number.
     */
    NATURAL,
    /**
     * Always JSON text, strings in quotes: every value comes back as what it was. For keys that only this suite uses.
     */
    JSON
}
