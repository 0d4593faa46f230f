package dev.kvclient.testkit.kuzzle.ms;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The commands by name. Filled once, then only read. */
final class CommandTable {

    private final Map<String, Command> commands = new HashMap<>();

    /** Adds a command whose arguments are found by a line of places, see {@link ArgumentSpec}. */
    CommandTable add(String name, int arity, String places, Command.Body body) {
        return add(new Command(name, arity, new ArgumentSpec(places), body));
    }

    CommandTable add(Command command) {
        if (commands.put(command.name(), command) != null) {
            throw new IllegalStateException("twice: " + command.name());
        }
        return this;
    }

    @Nullable
    Command find(String name) {
        return commands.get(name);
    }
}
