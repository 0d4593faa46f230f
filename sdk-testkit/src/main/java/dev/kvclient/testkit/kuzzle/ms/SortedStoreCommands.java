package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvclient.testkit.kuzzle.ms.RankedMembers.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/** The commands that make a sorted set of several; plain sets count as having scores of 1. */
final class SortedStoreCommands {

    private SortedStoreCommands() {}

    static void addTo(CommandTable table) {
        table.add(new Command(
                        "zinterstore", -4, SortedSetArguments::ofStore, (db, args) -> store(db, args, "zinterstore")))
                .add(new Command(
                        "zunionstore", -4, SortedSetArguments::ofStore, (db, args) -> store(db, args, "zunionstore")));
    }

    private static JsonNode store(Keyspace db, List<String> args, String command) {
        long count = RedisNumbers.integer(args.get(1));
        if (count < 1) {
            throw new RedisException("ERR at least 1 input key is needed for '" + command + "' command");
        }
        if (count > args.size() - 2) {
            throw new RedisException(RedisException.SYNTAX);
        }
        int keys = (int) count;
        List<List<Member>> sources = new ArrayList<>();
        for (String key : args.subList(2, 2 + keys)) {
            sources.add(source(db, key));
        }
        double[] weights = new double[keys];
        Arrays.fill(weights, 1);
        DoubleBinaryOperator aggregate = SortedStoreCommands::sum;
        for (int i = 2 + keys; i < args.size(); i++) {
            if (args.get(i).equals("WEIGHTS") && i + keys < args.size()) {
                for (int k = 0; k < keys; k++) {
                    weights[k] = Scores.parse(args.get(++i), "ERR weight value is not a float");
                }
            } else if (args.get(i).equals("AGGREGATE") && i + 1 < args.size()) {
                aggregate = aggregate(args.get(++i));
            } else {
                throw new RedisException(RedisException.SYNTAX);
            }
        }
        Value.Ranked made = new Value.Ranked();
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int k = 0; k < keys; k++) {
            for (Member member : sources.get(k)) {
                double product = member.score() * weights[k];
                double weighted = Double.isNaN(product) ? 0 : product;
                Double old = made.members.score(member.name());
                made.members.put(member.name(), old == null ? weighted : aggregate.applyAsDouble(old, weighted));
                seen.merge(member.name(), 1, Integer::sum);
            }
        }
        if (command.equals("zinterstore")) {
            seen.forEach((name, times) -> {
                if (times < keys) {
                    made.members.remove(name);
                }
            });
        }
        db.remove(args.get(0));
        if (!made.isEmpty()) {
            db.put(args.get(0), made);
        }
        return Replies.integer(made.members.size());
    }

    private static List<Member> source(Keyspace db, String key) {
        if (db.value(key) instanceof Value.Members) {
            return SetCommands.members(db, key).stream()
                    .map(name -> new Member(name, 1))
                    .toList();
        }
        return SortedSetCommands.members(db, key).ascending();
    }

    /** Infinity and its opposite make 0. */
    private static double sum(double left, double right) {
        double sum = left + right;
        return Double.isNaN(sum) ? 0 : sum;
    }

    private static DoubleBinaryOperator aggregate(String name) {
        return switch (name.toUpperCase(Locale.ROOT)) {
            case "SUM" -> SortedStoreCommands::sum;
            case "MIN" -> Math::min;
            case "MAX" -> Math::max;
            default -> throw new RedisException(RedisException.SYNTAX);
        };
    }
}
