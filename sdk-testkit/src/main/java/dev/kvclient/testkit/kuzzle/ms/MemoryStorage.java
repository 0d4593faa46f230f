package dev.kvclient.testkit.kuzzle.ms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * The actions of the {@code ms} controller over a Redis in memory. Safe for several threads: one command, or one
 * transaction, runs at a time.
 */
public final class MemoryStorage {

    private static final String TRANSACTION = "mexecute";

    private final CommandTable commands = new CommandTable();
    private final Keyspace keyspace;

    /**
     * Makes an empty storage.
     *
     * @param clock what expiry and {@code time} go by
     */
    public MemoryStorage(Clock clock) {
        keyspace = new Keyspace(clock);
        StringCommands.addTo(commands);
        CounterCommands.addTo(commands);
        BitCommands.addTo(commands);
        Random random = new Random();
        KeyCommands.addTo(commands, random);
        ExpiryCommands.addTo(commands);
        ListCommands.addTo(commands);
        HashCommands.addTo(commands);
        SetCommands.addTo(commands, random);
        SortedSetCommands.addTo(commands);
        SortedRangeCommands.addTo(commands);
        SortedStoreCommands.addTo(commands);
        GeoCommands.addTo(commands);
        HyperLogLogCommands.addTo(commands);
        SortCommand.addTo(commands);
    }

    /** Returns whether an action is known. */
    public boolean knows(String action) {
        return action.equals(TRANSACTION) || commands.find(action) != null;
    }

    /**
     * Runs an action.
     *
     * @param action a known action
     * @param request where its arguments are
     * @return the result
     * @throws Refusal when an argument is wrong, or Redis refuses
     */
    public JsonNode execute(String action, Request request) {
        Command command = commands.find(action);
        if (command == null) {
            return transaction(request);
        }
        List<String> arguments = command.source().extract(request);
        try {
            synchronized (keyspace) {
                return run(command, arguments);
            }
        } catch (RedisException refused) {
            throw Refusal.redis(words(refused));
        }
    }

    /** Returns the text of a string key, or null when it is absent or holds something else. */
    public @Nullable String text(String key) {
        synchronized (keyspace) {
            return keyspace.value(key) instanceof Value.Text text
                    ? new String(text.bytes, StandardCharsets.UTF_8)
                    : null;
        }
    }

    /** Returns the number of keys. */
    public int size() {
        synchronized (keyspace) {
            return keyspace.size();
        }
    }

    /** Removes every key. */
    public void clear() {
        synchronized (keyspace) {
            keyspace.clear();
        }
    }

    private JsonNode run(Command command, List<String> arguments) {
        command.checkArity(arguments);
        return command.body().run(keyspace, arguments);
    }

    private record Member(Command command, List<String> arguments) {}

    private JsonNode transaction(Request request) {
        List<Member> members = members(request);
        ArrayNode results = Replies.list();
        synchronized (keyspace) {
            try {
                members.forEach(member -> member.command.checkArity(member.arguments));
            } catch (RedisException refused) {
                throw Refusal.redis("EXECABORT Transaction discarded because of previous errors.");
            }
            for (Member member : members) {
                ArrayNode result = results.addArray();
                try {
                    JsonNode reply = run(member.command, member.arguments);
                    result.addNull().add(reply);
                } catch (RedisException refused) {
                    // On the wire, the error of a member loses its words.
                    result.addObject();
                }
            }
        }
        return results;
    }

    private List<Member> members(Request request) {
        if (request.body() == null) {
            throw Refusal.bodyRequired();
        }
        JsonNode actions = request.inBody("actions");
        if (actions.isMissingNode() || actions.isNull()) {
            throw Refusal.missingArgument("body.actions");
        }
        if (!actions.isArray()) {
            throw Refusal.invalidType("body.actions", "array");
        }
        List<Member> members = new ArrayList<>();
        for (JsonNode member : actions) {
            if (!member.has("action")) {
                throw Refusal.missingArgument("action");
            }
            if (!member.has("args")) {
                throw Refusal.missingArgument("args");
            }
            if (!(member.get("args") instanceof ObjectNode args)) {
                throw Refusal.invalidType("args", "object");
            }
            String action = JsText.argument(member.get("action"));
            Command command = commands.find(action);
            if (command == null) {
                throw Refusal.forbiddenArgument(action);
            }
            members.add(new Member(command, command.source().extract(Request.of(args))));
        }
        return members;
    }

    private static String words(RedisException refused) {
        String words = refused.getMessage();
        return words == null ? "ERR" : words;
    }
}
