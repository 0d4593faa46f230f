package dev.kvclient.spi;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Gives a native API its two faces, one that waits and one with futures, from one class: its methods have the names and
 * parameters of the faces' methods and return {@link NativeCall}s, which a face carries out. So the two cannot drift
 * apart. What a method returns that is no {@link NativeCall} is handed to the caller as it is.
 *
 * <p>Faces are safe for use by many threads.
 */
public final class NativeFaces {
    private NativeFaces() {}

    /**
     * The face that waits.
     *
     * @param lookup may see the class of the calls, which need not be exported
     * @param face an interface, public if it has methods with a body; each of its abstract methods has a counterpart,
     *     with the same parameters, that the class of the calls itself declares
     * @param calls makes the calls
     * @param pipeline carries them out
     * @throws IllegalArgumentException if a method has no counterpart, or a body in an interface that is not public
     */
    public static <F> F blocking(MethodHandles.Lookup lookup, Class<F> face, Object calls, Pipeline pipeline) {
        return make(lookup, face, calls, new Waiting(pipeline));
    }

    /**
     * The face with futures: bad input fails the future, as everything else does; only null arguments throw.
     *
     * @param lookup may see the class of the calls, which need not be exported
     * @param face an interface, public if it has methods with a body; each of its abstract methods has a counterpart,
     *     with the same parameters, that the class of the calls itself declares
     * @param calls makes the calls
     * @param pipeline carries them out
     * @throws IllegalArgumentException if a method has no counterpart, or a body in an interface that is not public
     */
    public static <F> F async(MethodHandles.Lookup lookup, Class<F> face, Object calls, Pipeline pipeline) {
        return make(lookup, face, calls, new Promising(pipeline));
    }

    private static <F> F make(MethodHandles.Lookup lookup, Class<F> face, Object calls, Carrier carrier) {
        Map<Method, MethodHandle> handles = new HashMap<>();
        for (Method method : face.getMethods()) {
            if (Modifier.isAbstract(method.getModifiers()) && !isOfObject(method)) {
                handles.put(method, counterpart(lookup, method, calls));
            } else if (method.isDefault()
                    && !Modifier.isPublic(method.getDeclaringClass().getModifiers())) {
                throw new IllegalArgumentException("not in a public interface: " + method);
            }
        }
        Face behind = new Face(face, Map.copyOf(handles), carrier);
        return face.cast(Proxy.newProxyInstance(face.getClassLoader(), new Class<?>[] {face}, behind));
    }

    /** An interface may declare these once more, for their documentation; a proxy has them as those of Object. */
    private static boolean isOfObject(Method method) {
        try {
            return Modifier.isPublic(Object.class
                    .getDeclaredMethod(method.getName(), method.getParameterTypes())
                    .getModifiers());
        } catch (NoSuchMethodException e) {
            return false;
        }
    }

    private static MethodHandle counterpart(MethodHandles.Lookup lookup, Method method, Object calls) {
        try {
            Method found = calls.getClass().getDeclaredMethod(method.getName(), method.getParameterTypes());
            if (Modifier.isStatic(found.getModifiers())) {
                throw new NoSuchMethodException("it is static");
            }
            return lookup.unreflect(found)
                    .bindTo(calls)
                    .asSpreader(Object[].class, method.getParameterCount())
                    .asType(MethodType.methodType(Object.class, Object[].class));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(calls.getClass().getName() + " has no counterpart of " + method, e);
        }
    }

    /** What a face does with a call. */
    private interface Carrier {
        <R, T> @Nullable Object carryOut(NativeCall<R, T> call);
    }

    private record Waiting(Pipeline pipeline) implements Carrier {
        @Override
        public <R, T> @Nullable Object carryOut(NativeCall<R, T> call) {
            return pipeline.call(call.command(), call.options(), call.read());
        }
    }

    private record Promising(Pipeline pipeline) implements Carrier {
        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public <R, T> Object carryOut(NativeCall<R, T> call) {
            return pipeline.submit(call.command(), call.options(), call.read());
        }
    }

    private record Face(Class<?> face, Map<Method, MethodHandle> handles, Carrier carrier)
            implements InvocationHandler {
        private static final Object[] NONE = {};

        @Override
        @SuppressWarnings("FutureReturnValueIgnored")
        public @Nullable Object invoke(Object self, Method method, Object @Nullable [] given) throws Throwable {
            MethodHandle handle = handles.get(method);
            Object[] arguments = given == null ? NONE : given;
            if (handle == null) {
                return method.isDefault()
                        ? InvocationHandler.invokeDefault(self, method, arguments)
                        : ofObject(self, method, arguments);
            }
            Object made;
            try {
                made = (Object) handle.invokeExact(arguments);
            } catch (NullPointerException e) {
                throw e;
            } catch (RuntimeException e) {
                if (givesFuture(method)) {
                    return CompletableFuture.failedFuture(e);
                }
                throw e;
            }
            return made instanceof NativeCall<?, ?> call ? carrier.carryOut(call) : made;
        }

        private static boolean givesFuture(Method method) {
            return CompletionStage.class.isAssignableFrom(method.getReturnType())
                    && method.getReturnType().isAssignableFrom(CompletableFuture.class);
        }

        private @Nullable Object ofObject(Object self, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "equals" -> self == arguments[0];
                case "hashCode" -> System.identityHashCode(self);
                default -> face.getSimpleName();
            };
        }
    }
}
