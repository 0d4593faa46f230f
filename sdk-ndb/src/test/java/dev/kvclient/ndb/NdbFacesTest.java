package dev.kvclient.ndb;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The faces that wait and those with futures say the same, method by method. */
class NdbFacesTest {
    private static final Map<Class<?>, Class<?>> FACES = Map.of(
            NdbClient.class, NdbAsyncClient.class,
            NdbKeys.class, NdbAsyncKeys.class,
            NdbSessions.class, NdbAsyncSessions.class,
            NdbSession.class, NdbAsyncSession.class,
            NdbArrayFamily.class, NdbAsyncArrayFamily.class,
            NdbArrays.class, NdbAsyncArrays.class,
            NdbSortedArrays.class, NdbAsyncSortedArrays.class,
            NdbLists.class, NdbAsyncLists.class);

    /** What sends nothing answers at once, in either face. */
    private static final List<String> AT_ONCE = List.of(
            "NdbClient.generation",
            "NdbSessions.attach",
            "NdbSession.name",
            "NdbSession.token",
            "NdbSession.keys",
            "NdbSession.close");

    static Stream<Arguments> faces() {
        return FACES.entrySet().stream().map(pair -> Arguments.of(pair.getKey(), pair.getValue()));
    }

    @ParameterizedTest
    @MethodSource("faces")
    void haveTheSameMethods(Class<?> waiting, Class<?> async) {
        List<String> blocking = Arrays.stream(waiting.getMethods())
                .filter(method -> !method.getName().equals("async"))
                .map(method -> signature(method, expected(waiting, method)))
                .sorted()
                .toList();

        assertThat(Arrays.stream(async.getMethods())
                        .map(method -> signature(method, text(method.getGenericReturnType())))
                        .sorted()
                        .toList())
                .isNotEmpty()
                .isEqualTo(blocking);
    }

    @ParameterizedTest
    @MethodSource("faces")
    void agreeOnWhatIsDefault(Class<?> waiting, Class<?> async) throws NoSuchMethodException {
        for (Method method : async.getMethods()) {
            assertThat(waiting.getMethod(method.getName(), method.getParameterTypes())
                            .isDefault())
                    .as(method.toString())
                    .isEqualTo(method.isDefault());
        }
    }

    private static String signature(Method method, String returned) {
        return method.getName()
                + Arrays.stream(method.getGenericParameterTypes())
                        .map(NdbFacesTest::text)
                        .toList() + " " + returned;
    }

    /** What the method with futures returns. */
    private static String expected(Class<?> face, Method method) {
        String told = text(method.getGenericReturnType());
        for (Map.Entry<Class<?>, Class<?>> pair : FACES.entrySet()) {
            told = told.replaceAll(
                    "\\b" + pair.getKey().getSimpleName() + "\\b",
                    pair.getValue().getSimpleName());
        }
        boolean gives = FACES.containsKey(method.getReturnType()) && face == NdbClient.class;
        boolean atOnce = AT_ONCE.contains(face.getSimpleName() + "." + method.getName());
        return gives || atOnce ? told : "CompletableFuture<" + boxed(told) + ">";
    }

    private static String boxed(String type) {
        return switch (type) {
            case "void" -> "Void";
            case "long" -> "Long";
            case "boolean" -> "Boolean";
            default -> type;
        };
    }

    private static String text(Type type) {
        if (type instanceof Class<?> plain) {
            return plain.getSimpleName();
        }
        if (type instanceof ParameterizedType generic) {
            return text(generic.getRawType())
                    + Arrays.stream(generic.getActualTypeArguments())
                            .map(NdbFacesTest::text)
                            .toList()
                            .toString()
                            .replace('[', '<')
                            .replace(']', '>');
        }
        assertThat(type).isNotInstanceOf(GenericArrayType.class);
        return type.getTypeName();
    }
}
