package dev.kvclient.testkit.kuzzle.ms;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The members of a sorted set: by score, those of one score by the bytes of their names. Not safe for several threads.
 */
final class RankedMembers {

    /**
     * A member.
     *
     * @param name what it is called
     * @param score its score, never NaN
     */
    record Member(String name, double score) {}

    static final Comparator<String> BY_BYTES = (left, right) ->
            Arrays.compareUnsigned(left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));

    private static final Comparator<Member> ORDER = (left, right) -> {
        // Double.compare would put -0 below 0.
        int byScore = left.score < right.score ? -1 : left.score > right.score ? 1 : 0;
        return byScore != 0 ? byScore : BY_BYTES.compare(left.name, right.name);
    };

    private final Map<String, Member> byName = new HashMap<>();
    private final NavigableSet<Member> inOrder = new TreeSet<>(ORDER);

    int size() {
        return byName.size();
    }

    /** Returns the score of a member, or null. */
    @Nullable
    Double score(String name) {
        Member member = byName.get(name);
        return member == null ? null : member.score;
    }

    /** Sets the score of a member, new or not. */
    void put(String name, double score) {
        remove(name);
        // Redis loses the sign of -0 where it keeps small sets.
        Member member = new Member(name, score + 0.0);
        byName.put(name, member);
        inOrder.add(member);
    }

    boolean remove(String name) {
        Member old = byName.remove(name);
        if (old != null) {
            inOrder.remove(old);
        }
        return old != null;
    }

    /** Returns the members in ascending order, a copy. */
    List<Member> ascending() {
        return new ArrayList<>(inOrder);
    }

    /** Returns how many members come before one, or null when there is no such member. */
    @Nullable
    Integer rank(String name) {
        Member member = byName.get(name);
        return member == null ? null : inOrder.headSet(member).size();
    }

    int longestName() {
        return byName.keySet().stream()
                .mapToInt(name -> name.getBytes(StandardCharsets.UTF_8).length)
                .max()
                .orElse(0);
    }
}
