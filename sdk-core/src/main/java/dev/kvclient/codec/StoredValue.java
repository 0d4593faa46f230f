package dev.kvclient.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;

/**
 * A value as a backend stores it: {@link Json}, or {@link Text} where the backend keeps strings and does not tell
 * whether they are JSON. Immutable; {@code toString} shows the size only, for it is a value.
 */
public sealed interface StoredValue permits StoredValue.Json, StoredValue.Text {
    /** The size in bytes of UTF-8, or near it for text. */
    int size();

    /** One JSON value in UTF-8. */
    final class Json implements StoredValue {
        private final byte[] utf8;

        /**
         * Wraps bytes.
         *
         * @param utf8 one well-formed JSON value; not copied, and not to be changed any more
         */
        public Json(byte[] utf8) {
            this.utf8 = Objects.requireNonNull(utf8, "utf8");
        }

        /** The bytes themselves, not a copy: not to be changed. */
        public byte[] utf8() {
            return utf8;
        }

        @Override
        public int size() {
            return utf8.length;
        }

        /** Whether the value is a JSON string. */
        public boolean isString() {
            return utf8.length > 0 && utf8[0] == '"';
        }

        /** The JSON text. */
        public String text() {
            return new String(utf8, StandardCharsets.UTF_8);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Json that && Arrays.equals(utf8, that.utf8);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(utf8);
        }

        @Override
        public String toString() {
            return "Json[" + utf8.length + " bytes]";
        }
    }

    /** A string of which the backend does not tell whether it is JSON. */
    final class Text implements StoredValue {
        private final String text;

        /** Wraps a string. */
        public Text(String text) {
            this.text = Objects.requireNonNull(text, "text");
        }

        /** The string. */
        public String text() {
            return text;
        }

        @Override
        public int size() {
            return text.length();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Text that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return "Text[" + text.length() + " characters]";
        }
    }
}
