package dev.kvclient.versori;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What can be called can be submitted, and the other way round, with the same arguments and the same result. */
class ParityTest {
    private static final String FUTURE = CompletableFuture.class.getName() + "<";

    @Test
    void ofTheClient() {
        assertThat(methods(AsyncVersoriClient.class)).isEqualTo(asynchronous(VersoriClient.class));
    }

    @Test
    void ofTheStore() {
        Map<String, String> blocking = asynchronous(VersoriKv.class);
        assertThat(methods(AsyncVersoriKv.class)).isEqualTo(blocking);
        assertThat(blocking).hasSizeGreaterThan(15);
    }

    /** What the asynchronous side of a type should have. */
    private static Map<String, String> asynchronous(Class<?> type) {
        Map<String, String> expected = new TreeMap<>();
        methods(type).forEach((signature, result) -> {
            if (!signature.startsWith("async(")) {
                expected.put(signature, future(signature, result));
            }
        });
        return expected;
    }

    private static String future(String signature, String result) {
        String kv = AsyncVersoriKv.class.getName();
        if (result.equals(VersoriKv.class.getName())) {
            // A store that has to be looked up comes later.
            return signature.contains("VersoriScope") ? FUTURE + kv + ">" : kv;
        }
        return FUTURE + (result.equals("long") ? Long.class.getName() : result) + ">";
    }

    private static Map<String, String> methods(Class<?> type) {
        Map<String, String> methods = new TreeMap<>();
        for (Method method : type.getMethods()) {
            String arguments = String.join(
                    ",",
                    Arrays.stream(method.getGenericParameterTypes())
                            .map(Type::getTypeName)
                            .toList());
            methods.put(
                    method.getName() + "(" + arguments + ")",
                    method.getGenericReturnType().getTypeName());
        }
        return methods;
    }
}
