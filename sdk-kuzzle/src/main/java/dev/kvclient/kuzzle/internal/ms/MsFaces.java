package dev.kvclient.kuzzle.internal.ms;

import dev.kvclient.CallOptions;
import dev.kvclient.kuzzle.ms.KuzzleAsyncBits;
import dev.kvclient.kuzzle.ms.KuzzleAsyncDatabase;
import dev.kvclient.kuzzle.ms.KuzzleAsyncGeo;
import dev.kvclient.kuzzle.ms.KuzzleAsyncHashes;
import dev.kvclient.kuzzle.ms.KuzzleAsyncHyperLogLogs;
import dev.kvclient.kuzzle.ms.KuzzleAsyncKeys;
import dev.kvclient.kuzzle.ms.KuzzleAsyncLists;
import dev.kvclient.kuzzle.ms.KuzzleAsyncMemoryStorage;
import dev.kvclient.kuzzle.ms.KuzzleAsyncSets;
import dev.kvclient.kuzzle.ms.KuzzleAsyncSortedSets;
import dev.kvclient.kuzzle.ms.KuzzleAsyncStrings;
import dev.kvclient.kuzzle.ms.KuzzleBits;
import dev.kvclient.kuzzle.ms.KuzzleDatabase;
import dev.kvclient.kuzzle.ms.KuzzleGeo;
import dev.kvclient.kuzzle.ms.KuzzleHashes;
import dev.kvclient.kuzzle.ms.KuzzleHyperLogLogs;
import dev.kvclient.kuzzle.ms.KuzzleKeys;
import dev.kvclient.kuzzle.ms.KuzzleLists;
import dev.kvclient.kuzzle.ms.KuzzleMemoryStorage;
import dev.kvclient.kuzzle.ms.KuzzleSets;
import dev.kvclient.kuzzle.ms.KuzzleSortedSets;
import dev.kvclient.kuzzle.ms.KuzzleStrings;
import dev.kvclient.kuzzle.ms.KuzzleTransaction;
import dev.kvclient.kuzzle.ms.KuzzleTransactionResult;
import dev.kvclient.spi.NativeFaces;
import dev.kvclient.spi.Pipeline;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The memory storage as one interface over many groups: each group has a class of calls, of which {@link NativeFaces}
 * makes the faces that wait, those with futures, and those that note commands for a transaction.
 */
public final class MsFaces {
    /** A group of actions. */
    private record Group(Class<?> blocking, Class<?> async, Function<MsApi, Object> calls) {}

    private static final List<Group> GROUPS = List.of(
            new Group(KuzzleStrings.class, KuzzleAsyncStrings.class, StringsCalls::new),
            new Group(KuzzleBits.class, KuzzleAsyncBits.class, BitsCalls::new),
            new Group(KuzzleKeys.class, KuzzleAsyncKeys.class, KeysCalls::new),
            new Group(KuzzleHashes.class, KuzzleAsyncHashes.class, HashesCalls::new),
            new Group(KuzzleLists.class, KuzzleAsyncLists.class, ListsCalls::new),
            new Group(KuzzleSets.class, KuzzleAsyncSets.class, SetsCalls::new),
            new Group(KuzzleSortedSets.class, KuzzleAsyncSortedSets.class, SortedSetsCalls::new),
            new Group(KuzzleGeo.class, KuzzleAsyncGeo.class, GeoCalls::new),
            new Group(KuzzleHyperLogLogs.class, KuzzleAsyncHyperLogLogs.class, HyperLogLogsCalls::new),
            new Group(KuzzleDatabase.class, KuzzleAsyncDatabase.class, DatabaseCalls::new));

    private MsFaces() {}

    /** The memory storage over the engine of a client. */
    public static KuzzleMemoryStorage blocking(MsWire wire, Pipeline pipeline) {
        return blocking(new MsApi(wire, pipeline, CallOptions.none()));
    }

    private static KuzzleMemoryStorage blocking(MsApi api) {
        return whole(KuzzleMemoryStorage.class, api, false, new Waiting(api));
    }

    private static KuzzleAsyncMemoryStorage async(MsApi api) {
        return whole(KuzzleAsyncMemoryStorage.class, api, true, new Promising(api));
    }

    /** A face that hands its commands to a pipeline that notes them; what cannot be sent is thrown at once. */
    static KuzzleTransaction transaction(MsApi api) {
        InvocationHandler groups = Proxy.getInvocationHandler(async(api));
        return proxy(KuzzleTransaction.class, (self, method, arguments) -> {
            Object given = groups.invoke(self, method, arguments);
            if (given instanceof CompletableFuture<?> future && future.isCompletedExceptionally()) {
                throw cause(future);
            }
            return given;
        });
    }

    private static Throwable cause(CompletableFuture<?> failed) {
        try {
            failed.join();
        } catch (CompletionException e) {
            return e.getCause() == null ? e : e.getCause();
        }
        throw new IllegalStateException("it has not failed");
    }

    private static <F> F whole(Class<F> face, MsApi api, boolean async, InvocationHandler own) {
        return proxy(face, new Groups(face, own, api, async, new ConcurrentHashMap<>()));
    }

    private static <F> F proxy(Class<F> face, InvocationHandler behind) {
        return face.cast(Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, behind));
    }

    /**
     * Each method is for the group that declares it. The face of a group is made when it is first used: who gives
     * options for one call makes one only.
     */
    private record Groups(
            Class<?> face, InvocationHandler own, MsApi api, boolean async, Map<Class<?>, InvocationHandler> made)
            implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
            Class<?> declaring = method.getDeclaringClass();
            if (declaring == face) {
                return own.invoke(self, method, arguments);
            }
            if (declaring != Object.class) {
                return made.computeIfAbsent(declaring, this::make).invoke(self, method, arguments);
            }
            return switch (method.getName()) {
                case "equals" -> self == Objects.requireNonNull(arguments)[0];
                case "hashCode" -> System.identityHashCode(self);
                default -> face.getSimpleName();
            };
        }

        private InvocationHandler make(Class<?> declaring) {
            for (Group group : GROUPS) {
                if (declaring == (async ? group.async() : group.blocking())) {
                    Object calls = group.calls().apply(api);
                    return Proxy.getInvocationHandler(
                            async
                                    ? NativeFaces.async(MethodHandles.lookup(), declaring, calls, api.pipeline())
                                    : NativeFaces.blocking(MethodHandles.lookup(), declaring, calls, api.pipeline()));
                }
            }
            throw new IllegalStateException("no group of " + declaring);
        }
    }

    /** What the whole has besides its groups, waiting. */
    private record Waiting(MsApi api) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] given) throws Throwable {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, given);
            }
            return switch (method.getName()) {
                case "mexecute" -> mexecute(first(given));
                case "with" -> blocking(api.with((CallOptions) first(given)));
                case "async" -> async(api);
                default -> throw new IllegalStateException("no such method: " + method);
            };
        }

        @SuppressWarnings("unchecked")
        private KuzzleTransactionResult mexecute(Object commands) {
            return Transaction.call(api, (Consumer<? super KuzzleTransaction>) commands);
        }
    }

    /** What the whole has besides its groups, with futures. */
    private record Promising(MsApi api) implements InvocationHandler {
        @Override
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] given) throws Throwable {
            if (method.isDefault()) {
                return InvocationHandler.invokeDefault(self, method, given);
            }
            return switch (method.getName()) {
                case "mexecute" -> mexecute(first(given));
                case "with" -> async(api.with((CallOptions) first(given)));
                default -> throw new IllegalStateException("no such method: " + method);
            };
        }

        @SuppressWarnings("unchecked")
        private CompletableFuture<KuzzleTransactionResult> mexecute(Object commands) {
            return Transaction.submit(api, (Consumer<? super KuzzleTransaction>) commands);
        }
    }

    private static Object first(Object @Nullable [] given) {
        return Objects.requireNonNull(Objects.requireNonNull(given)[0]);
    }
}
