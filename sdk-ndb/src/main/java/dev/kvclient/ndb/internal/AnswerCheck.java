package dev.kvclient.ndb.internal;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Compares an answer with the request at whose turn it comes. */
@FunctionalInterface
interface AnswerCheck {
    /** What an answer shows of whose it is. */
    enum Verdict {
        /** It cannot be the answer of this request: one was lost, or one has overtaken another. */
        OTHERS,
        /** It names what was asked for. */
        PROVEN,
        /**
         * It says no more than that the command was carried out, which is true of this request even if the answer is
         * that of a later one: the server carries out in order.
         */
        CARRIED_OUT,
        /** It could be the answer of any request of this kind. */
        BARE,
        /** It is this request's, and another one follows. */
        INTERIM
    }

    Verdict of(NdbAnswer answer);

    /** An answer by that name that names nothing. */
    static AnswerCheck bare(String command) {
        return answer -> answer.answers(command) ? Verdict.BARE : Verdict.OTHERS;
    }

    /** As {@link #bare}, of generation B, where a plain success says that the command was carried out. */
    static AnswerCheck carriedOut(String command) {
        return answer ->
                !answer.answers(command) ? Verdict.OTHERS : answer.status() == 1 ? Verdict.CARRIED_OUT : Verdict.BARE;
    }

    /**
     * Of generation B: names those of the keys that there are. That the others are not there could be said by the
     * answer to a later request as well.
     */
    static AnswerCheck someOf(String command, List<String> keys) {
        if (keys.size() == 1) {
            return someOf(command, keys.get(0));
        }
        Set<String> asked = Set.copyOf(keys);
        return answer -> {
            if (!answer.answers(command) || !asked.containsAll(answer.keys())) {
                return Verdict.OTHERS;
            }
            return new HashSet<>(answer.keys()).containsAll(asked) ? Verdict.PROVEN : Verdict.BARE;
        };
    }

    private static AnswerCheck someOf(String command, String key) {
        return answer -> {
            if (!answer.answers(command)) {
                return Verdict.OTHERS;
            }
            for (String named : answer.keys()) {
                if (!named.equals(key)) {
                    return Verdict.OTHERS;
                }
            }
            return answer.keys().isEmpty() ? Verdict.BARE : Verdict.PROVEN;
        };
    }

    /** Of generation A: names all of the keys, each once, under {@code keys}. */
    static AnswerCheck allOf(String command, List<String> keys) {
        Set<String> asked = Set.copyOf(keys);
        return answer -> {
            if (!answer.answers(command)) {
                return Verdict.OTHERS;
            }
            if (answer.hasMessage()) {
                return Verdict.BARE;
            }
            return new HashSet<>(answer.keys()).equals(asked) ? Verdict.PROVEN : Verdict.OTHERS;
        };
    }

    /**
     * Of KV_RMV in generation A: the keys stand beside the token, and one called {@code tkn} stands in its place.
     */
    static AnswerCheck removed(List<String> keys) {
        Set<String> expected = new HashSet<>(keys);
        expected.add("tkn");
        return answer -> {
            if (!answer.name().equals("KV_RMV_RSP")) {
                return Verdict.OTHERS;
            }
            if (answer.hasMessage()) {
                return Verdict.BARE;
            }
            return answer.members().equals(expected) ? Verdict.PROVEN : Verdict.OTHERS;
        };
    }

    /**
     * What holds for every command of generation A: the token is that of the request, or null in a refusal; and a
     * refusal may come under the name of the request, or under none.
     *
     * @param token the token of the request; null if it has none, or its answer does not show it
     */
    static AnswerCheck session(String command, @Nullable Long token, AnswerCheck then) {
        return answer -> {
            if (answer.name().equals(NdbAnswer.ERR)) {
                return Verdict.BARE;
            }
            Long given = answer.token();
            if (token != null && given != null && !token.equals(given)) {
                return Verdict.OTHERS;
            }
            // Refusals of a token come under the name of the request itself.
            if (answer.name().equals(command) && answer.hasMessage()) {
                return Verdict.BARE;
            }
            return then.of(answer);
        };
    }

    /**
     * What holds for every command of generation B: a refusal may come under no name; and what the server does not know
     * is answered under the name of the first such command that anybody sent to it.
     */
    static AnswerCheck status(AnswerCheck then) {
        return answer -> {
            Verdict verdict = then.of(answer);
            boolean unknownCommand = answer.status() == 10 && answer.name().endsWith("_RSP");
            boolean unnamed = answer.name().equals(NdbAnswer.ERR) || unknownCommand;
            return verdict == Verdict.OTHERS && unnamed ? Verdict.BARE : verdict;
        };
    }
}
