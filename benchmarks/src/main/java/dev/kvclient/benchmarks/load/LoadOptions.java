package dev.kvclient.benchmarks.load;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What to measure, and for how long.
 *
 * @param quick whether it is to be over in three minutes
 * @param only which servers
 * @param windows how many requests are in flight; empty for the usual ones
 * @param sizes bytes of a value; empty for the usual ones
 */
record LoadOptions(boolean quick, Set<Backend> only, Optional<List<Integer>> windows, Optional<List<Integer>> sizes) {
    static final String USAGE = "[--quick] [--only ndb,versori,kuzzle] [--kuzzle] [--windows 1,256] [--sizes 32,1024]";

    /** A server to measure against. */
    enum Backend {
        NDB,
        VERSORI,
        KUZZLE;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * From the command line.
     *
     * @throws IllegalArgumentException with the usage, if it is not understood
     */
    static LoadOptions parse(List<String> arguments) {
        boolean quick = false;
        boolean kuzzle = false;
        Set<Backend> only = EnumSet.noneOf(Backend.class);
        Optional<List<Integer>> windows = Optional.empty();
        Optional<List<Integer>> sizes = Optional.empty();
        for (int i = 0; i < arguments.size(); i++) {
            switch (arguments.get(i)) {
                case "--quick" -> quick = true;
                case "--kuzzle" -> kuzzle = true;
                case "--only" -> words(arguments, ++i).forEach(word -> only.add(target(word)));
                case "--windows" -> windows = Optional.of(numbers(arguments, ++i, 1));
                case "--sizes" -> sizes = Optional.of(numbers(arguments, ++i, Workload.SMALLEST));
                default -> throw new IllegalArgumentException(USAGE);
            }
        }
        if (only.isEmpty()) {
            only.addAll(EnumSet.of(Backend.NDB, Backend.VERSORI));
            kuzzle |= KuzzleLoad.isThere();
        }
        if (kuzzle) {
            only.add(Backend.KUZZLE);
        }
        return new LoadOptions(quick, only, windows, sizes);
    }

    private static List<String> words(List<String> arguments, int at) {
        if (at >= arguments.size()) {
            throw new IllegalArgumentException(USAGE);
        }
        return Arrays.asList(arguments.get(at).split(",", -1));
    }

    private static Backend target(String word) {
        for (Backend target : Backend.values()) {
            if (target.word().equals(word)) {
                return target;
            }
        }
        throw new IllegalArgumentException(USAGE);
    }

    private static List<Integer> numbers(List<String> arguments, int at, int least) {
        try {
            List<Integer> numbers =
                    words(arguments, at).stream().map(Integer::valueOf).toList();
            if (numbers.stream().allMatch(number -> number >= least)) {
                return numbers;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(USAGE, e);
        }
        throw new IllegalArgumentException(USAGE);
    }

    /** How often each variant has its turn. */
    int rounds() {
        return quick ? 7 : 15;
    }

    /** How long a turn is, about. */
    Duration turn() {
        return Duration.ofMillis(quick ? 100 : 250);
    }

    /** How long each variant is warmed up at the beginning, by each kind of request. */
    Duration warmUp() {
        return Duration.ofMillis(quick ? 700 : 4_000);
    }

    /** How long a turn of the open loop is. */
    Duration openTurn() {
        return Duration.ofMillis(quick ? 200 : 600);
    }
}
