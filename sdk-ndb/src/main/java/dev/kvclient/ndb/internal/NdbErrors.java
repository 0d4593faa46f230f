package dev.kvclient.ndb.internal;

import dev.kvclient.error.Failure;
import dev.kvclient.error.KvConflictException;
import dev.kvclient.error.KvException;
import dev.kvclient.error.KvNotFoundException;
import dev.kvclient.error.KvRequestException;
import dev.kvclient.error.KvServerException;
import dev.kvclient.error.Outcome;
import dev.kvclient.ndb.NdbError;
import dev.kvclient.ndb.NdbGeneration;
import java.util.Map;
import java.util.function.Function;

/**
 * NDB's statuses as exceptions: the whole mapping is here. The same number may say different things in the two
 * generations, so there is a table for each. What NDB refuses it does not carry out.
 */
final class NdbErrors {
    private record Rule(String name, Outcome outcome, Function<Failure, KvException> make, String problem) {}

    private static final Map<Integer, Rule> SESSION = Map.ofEntries(
            Map.entry(2, refused("OpCodeInvalid", "the server takes text frames only")),
            Map.entry(3, refused("JsonInvalid", "the server cannot read the request, or it is nested too deeply")),
            Map.entry(4, refused("PathInvalid", "the path is no JSONPath")),
            Map.entry(5, refused("NoPath", "there is no path")),
            Map.entry(10, missing("CommandNotExist", "the server does not know the command")),
            Map.entry(11, refused("CommandMultiple", "the request holds several commands")),
            Map.entry(12, refused("CommandType", "the command is no object")),
            Map.entry(13, refused("CommandSyntax", "the server does not take the command like this")),
            Map.entry(14, refused("CommandDisabled", "the server is configured without it: saving is switched off")),
            Map.entry(22, missing("KeyNotExist", "there is no such key")),
            Map.entry(23, conflict("KeyExists", "the key exists")),
            Map.entry(26, refused("ParamMissing", "a parameter is missing")),
            Map.entry(27, refused("KeyTypeInvalid", "a key is no text")),
            Map.entry(40, refused("ValueMissing", "a value is missing")),
            Map.entry(41, refused("ValueTypeInvalid", "a parameter is of the wrong type")),
            Map.entry(42, refused("ValueSize", "a parameter is empty or too large")),
            Map.entry(100, missing("SessionNotExist", "the session does not exist: it has expired, or was ended")),
            Map.entry(101, refused("SessionTokenInvalid", "the token is none")),
            Map.entry(102, missing("SessionOpenFail", "there is no shared session by that name")),
            Map.entry(103, conflict("SessionNewFail", "there is a shared session by that name")),
            Map.entry(122, failed("SaveDirWriteFail", Outcome.REJECTED, "the server cannot write the save")),
            Map.entry(123, failed("SaveError", Outcome.UNKNOWN, "the server could not save everything")),
            Map.entry(142, missing("LoadError", "there is no such save, or it cannot be read")),
            Map.entry(143, conflict("LoadDuplicate", "the sessions of the save exist already")),
            Map.entry(1000, failed("Unknown", Outcome.UNKNOWN, "the server failed")));

    private static final Map<Integer, Rule> STATUS = Map.ofEntries(
            Map.entry(2, refused("OpCodeInvalid", "the server takes text frames only")),
            Map.entry(3, refused("JsonInvalid", "the server cannot read the request, or it is nested too deeply")),
            Map.entry(10, missing("CommandNotExist", "the server does not know the command")),
            Map.entry(13, refused("CommandSyntax", "the server does not take the command like this")),
            Map.entry(
                    14, refused("CommandDisabled", "the server is configured without it, or it is not for this kind")),
            Map.entry(22, missing("NotExist", "there is nothing by that name")),
            Map.entry(26, refused("ParamMissing", "a parameter is missing")),
            Map.entry(40, refused("ValueMissing", "a value is missing")),
            Map.entry(41, refused("ValueTypeInvalid", "a parameter is of the wrong type")),
            Map.entry(42, refused("ValueSize", "a parameter is empty, or a range is not one or two numbers")),
            Map.entry(121, failed("SaveDirWriteFail", Outcome.REJECTED, "the server cannot write the save")),
            Map.entry(122, failed("SaveError", Outcome.UNKNOWN, "the server could not save everything")),
            Map.entry(142, missing("LoadError", "there is no such save, or it cannot be read")),
            Map.entry(160, conflict("Duplicate", "there is something by that name already")),
            Map.entry(161, refused("Bounds", "the index or the length is out of bounds")),
            Map.entry(1000, failed("Unknown", Outcome.UNKNOWN, "the server failed")));

    private NdbErrors() {}

    /** The exception of a refusal. */
    static KvException of(NdbGeneration generation, NdbAnswer answer) {
        int status = answer.status();
        Rule rule = (generation == NdbGeneration.SESSION ? SESSION : STATUS)
                .getOrDefault(status, failed("?", Outcome.UNKNOWN, "the server answered with an unknown status"));
        return rule.make()
                .apply(Failure.of(rule.outcome(), rule.problem() + " (" + status + " " + rule.name() + ")")
                        .backend("ndb")
                        .backendCode(rule.name())
                        .status(status)
                        .nativeError(new NdbError(generation, answer.name(), status, answer.message())));
    }

    private static Rule refused(String name, String problem) {
        return new Rule(name, Outcome.REJECTED, KvRequestException::new, problem);
    }

    private static Rule missing(String name, String problem) {
        return new Rule(name, Outcome.REJECTED, KvNotFoundException::new, problem);
    }

    private static Rule conflict(String name, String problem) {
        return new Rule(name, Outcome.REJECTED, KvConflictException::new, problem);
    }

    private static Rule failed(String name, Outcome outcome, String problem) {
        return new Rule(name, outcome, KvServerException::new, problem);
    }
}
