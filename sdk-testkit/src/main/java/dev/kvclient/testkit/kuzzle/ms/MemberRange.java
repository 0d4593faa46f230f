package dev.kvclient.testkit.kuzzle.ms;

import dev.kvclient.testkit.kuzzle.ms.RankedMembers.Member;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;

/**
 * A part of a sorted set between two ends, by score or by name. Members before the first end are skipped, and those
 * from the first beyond the other on left out, as Redis does it: in a set of several scores a range by name is what
 * comes of that.
 */
final class MemberRange {

    private final Predicate<Member> reachesLower;
    private final Predicate<Member> keepsUpper;

    /** Whether the ends are the wrong way round. */
    private final boolean nothing;

    private MemberRange(Predicate<Member> reachesLower, Predicate<Member> keepsUpper, boolean nothing) {
        this.reachesLower = reachesLower;
        this.keepsUpper = keepsUpper;
        this.nothing = nothing;
    }

    /** Reads the ends of a range by score: {@code 1}, {@code (1} without the end itself, {@code -inf}, {@code +inf}. */
    static MemberRange ofScores(String lower, String upper) {
        boolean withoutLower = lower.startsWith("(");
        boolean withoutUpper = upper.startsWith("(");
        double from = score(lower, withoutLower);
        double to = score(upper, withoutUpper);
        return new MemberRange(
                member -> withoutLower ? member.score() > from : member.score() >= from,
                member -> withoutUpper ? member.score() < to : member.score() <= to,
                from > to || (from == to && (withoutLower || withoutUpper)));
    }

    private static double score(String end, boolean without) {
        return Scores.lenient(without ? end.substring(1) : end, "ERR min or max is not a float");
    }

    /** Reads the ends of a range by name: {@code -}, {@code +}, {@code [a} with the end itself, {@code (a} without. */
    static MemberRange ofNames(String lower, String upper) {
        refuseUnlessName(lower);
        refuseUnlessName(upper);
        return new MemberRange(
                member -> compare(member.name(), lower) > (lower.startsWith("(") ? 0 : -1),
                member -> compare(member.name(), upper) < (upper.startsWith("(") ? 0 : 1),
                isTheWrongWayRound(lower, upper));
    }

    private static boolean isTheWrongWayRound(String lower, String upper) {
        if (lower.equals("+") || upper.equals("-")) {
            return true;
        }
        if (lower.equals("-") || upper.equals("+")) {
            return false;
        }
        int order = RankedMembers.BY_BYTES.compare(lower.substring(1), upper.substring(1));
        return order > 0 || (order == 0 && (lower.startsWith("(") || upper.startsWith("(")));
    }

    private static void refuseUnlessName(String end) {
        if (!end.startsWith("(") && !end.startsWith("[") && !end.equals("-") && !end.equals("+")) {
            throw new RedisException("ERR min or max not valid string range item");
        }
    }

    private static int compare(String name, String end) {
        return switch (end) {
            case "-" -> 1;
            case "+" -> -1;
            default -> Integer.signum(RankedMembers.BY_BYTES.compare(name, end.substring(1)));
        };
    }

    /** Returns the members within the range, in their order. */
    List<Member> of(List<Member> ascending, boolean descending) {
        int size = ascending.size();
        if (nothing || size == 0 || !reachesLower.test(ascending.get(size - 1)) || !keepsUpper.test(ascending.get(0))) {
            return List.of();
        }
        if (!descending) {
            return ascending.stream()
                    .dropWhile(member -> !reachesLower.test(member))
                    .takeWhile(keepsUpper)
                    .toList();
        }
        List<Member> fromTheTop = new ArrayList<>(ascending);
        Collections.reverse(fromTheTop);
        return fromTheTop.stream()
                .dropWhile(member -> !keepsUpper.test(member))
                .takeWhile(reachesLower)
                .toList();
    }
}
