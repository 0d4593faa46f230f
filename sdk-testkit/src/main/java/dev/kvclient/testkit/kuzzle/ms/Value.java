package dev.kvclient.testkit.kuzzle.ms;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a key holds. */
sealed interface Value {

    /** Returns the name that the {@code type} command gives it. */
    String type();

    /** Returns whether nothing is left, which removes the key. */
    boolean isEmpty();

    /** A string: bytes, never changed in place. */
    final class Text implements Value {
        final byte[] bytes;

        Text(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public String type() {
            return "string";
        }

        @Override
        public boolean isEmpty() {
            return false;
        }
    }

    /** A list. */
    final class Items implements Value {
        final List<String> items = new ArrayList<>();

        @Override
        public String type() {
            return "list";
        }

        @Override
        public boolean isEmpty() {
            return items.isEmpty();
        }
    }

    /** A hash; small ones keep their order in Redis too. */
    final class Fields implements Value {
        final Map<String, String> fields = new LinkedHashMap<>();

        @Override
        public String type() {
            return "hash";
        }

        @Override
        public boolean isEmpty() {
            return fields.isEmpty();
        }
    }

    /** A set. */
    final class Members implements Value {
        final Set<String> members = new LinkedHashSet<>();

        @Override
        public String type() {
            return "set";
        }

        @Override
        public boolean isEmpty() {
            return members.isEmpty();
        }
    }

    /** A sorted set, geo points included. */
    final class Ranked implements Value {
        final RankedMembers members = new RankedMembers();

        @Override
        public String type() {
            return "zset";
        }

        @Override
        public boolean isEmpty() {
            return members.size() == 0;
        }
    }
}
