package dev.kvclient.internal.engine;

import dev.kvclient.Condition;
import dev.kvclient.DeleteResult.Existed;
import dev.kvclient.spi.BatchReply;
import dev.kvclient.spi.DeleteReply;
import dev.kvclient.spi.KvCommand;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The commands that may go together, and the one that they make. */
enum BatchKind {
    GET {
        @Override
        KvCommand<? extends BatchReply<?>> join(List<KvCommand<?>> members) {
            return new KvCommand.GetMany(keys(members));
        }

        @Override
        Object reply(@Nullable Object value) {
            return Optional.ofNullable(value);
        }
    },
    SET {
        @Override
        KvCommand<? extends BatchReply<?>> join(List<KvCommand<?>> members) {
            return sets(members);
        }
    },
    /** Apart from those that stay: a backend may carry them out in another, dearer way. */
    SET_EXPIRING {
        @Override
        KvCommand<? extends BatchReply<?>> join(List<KvCommand<?>> members) {
            return sets(members);
        }
    },
    DELETE {
        @Override
        KvCommand<? extends BatchReply<?>> join(List<KvCommand<?>> members) {
            return new KvCommand.DeleteMany(keys(members));
        }

        @Override
        @Nullable
        Object reply(@Nullable Object existed) {
            return existed == null ? null : DeleteReply.of((Existed) existed);
        }
    };

    /** The kind of a command; null if it goes alone. */
    static @Nullable BatchKind of(KvCommand<?> command) {
        if (command instanceof KvCommand.Get) {
            return GET;
        }
        if (command instanceof KvCommand.Set set && isUnconditional(set.write().condition())) {
            return set.write().expiresAt() == null ? SET : SET_EXPIRING;
        }
        return command instanceof KvCommand.Delete delete && isUnconditional(delete.condition()) ? DELETE : null;
    }

    private static boolean isUnconditional(Condition condition) {
        return condition.kind() == Condition.Kind.NONE;
    }

    /** One command for several, each with a key of its own. */
    abstract KvCommand<? extends BatchReply<?>> join(List<KvCommand<?>> members);

    /**
     * What a member is answered, given what the batch says of its key.
     *
     * @return null if the batch has to say something, and does not
     */
    @Nullable
    Object reply(@Nullable Object value) {
        return value;
    }

    private static List<String> keys(List<KvCommand<?>> members) {
        return members.stream().map(member -> member.keys().get(0)).toList();
    }

    private static KvCommand.SetMany sets(List<KvCommand<?>> members) {
        return new KvCommand.SetMany(
                members.stream().map(member -> ((KvCommand.Set) member).write()).toList());
    }
}
