package dev.kvclient.kuzzle.ms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.internal.ms.MsAction;
import dev.kvclient.spi.Effect;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every action of the reference has a method and an effect; the document and both faces say the same. */
class MsActionsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "kuzzle.md");
    private static final String HEADING = "### Action by action";

    private static final Map<Class<?>, Class<?>> FACES = Map.ofEntries(
            Map.entry(KuzzleStrings.class, KuzzleAsyncStrings.class),
            Map.entry(KuzzleBits.class, KuzzleAsyncBits.class),
            Map.entry(KuzzleKeys.class, KuzzleAsyncKeys.class),
            Map.entry(KuzzleHashes.class, KuzzleAsyncHashes.class),
            Map.entry(KuzzleLists.class, KuzzleAsyncLists.class),
            Map.entry(KuzzleSets.class, KuzzleAsyncSets.class),
            Map.entry(KuzzleSortedSets.class, KuzzleAsyncSortedSets.class),
            Map.entry(KuzzleGeo.class, KuzzleAsyncGeo.class),
            Map.entry(KuzzleHyperLogLogs.class, KuzzleAsyncHyperLogLogs.class),
            Map.entry(KuzzleDatabase.class, KuzzleAsyncDatabase.class),
            Map.entry(KuzzleMemoryStorage.class, KuzzleAsyncMemoryStorage.class));

    /** What the reference says, and what the client takes it for. */
    private record Listed(Effect reference, Effect ours) {}

    private static Map<String, Listed> reference() throws IOException {
        Map<String, Listed> all = new LinkedHashMap<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(MsActionsTest.class.getResourceAsStream("actions.txt")),
                StandardCharsets.UTF_8))) {
            for (String line :
                    lines.lines().filter(line -> !line.startsWith("#")).toList()) {
                String[] words = line.replaceFirst(" #.*", "").split(" ", -1);
                Effect effect = Effect.valueOf(words[1]);
                all.put(words[0], new Listed(effect, words.length == 2 ? effect : Effect.valueOf(words[2])));
            }
        }
        return all;
    }

    /** The methods by the action whose name they have, or begin with. */
    private static Map<String, List<Method>> methods() throws IOException {
        Map<String, List<Method>> all = new LinkedHashMap<>();
        for (String action : reference().keySet()) {
            Pattern own = Pattern.compile(action + "([A-Z]\\w*)?");
            List<Method> found = Arrays.stream(KuzzleMemoryStorage.class.getMethods())
                    .filter(method -> own.matcher(method.getName()).matches())
                    .toList();
            all.put(action, found);
        }
        return all;
    }

    @Test
    void everyActionOfTheReferenceHasAMethod() throws IOException {
        Map<String, List<Method>> methods = methods();

        assertThat(methods).hasSize(118);
        assertThat(methods)
                .allSatisfy((action, own) -> assertThat(own).as(action).isNotEmpty());
        List<String> actions = methods.values().stream()
                .flatMap(List::stream)
                .map(Method::getName)
                .toList();
        assertThat(Arrays.stream(KuzzleMemoryStorage.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !actions.contains(name)))
                .containsOnly("with", "async");
        // getMethods() has no order: an action may have default methods as well, never those alone.
        assertThat(methods)
                .allSatisfy((action, own) ->
                        assertThat(own).as(action).anyMatch(method -> Modifier.isAbstract(method.getModifiers())));
    }

    @Test
    void theClientOfAServerHasThem() throws NoSuchMethodException {
        assertThat(KuzzleClient.class.getMethod("ms").getReturnType()).isEqualTo(KuzzleMemoryStorage.class);
    }

    @Test
    void everyActionHasTheEffectOfTheReferenceOrAStricterOne() throws IOException {
        Map<String, Listed> reference = reference();

        assertThat(Arrays.stream(MsAction.values()).collect(Collectors.toMap(MsAction::wireName, MsAction::effect)))
                .isEqualTo(reference.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, entry -> entry.getValue().ours())));
        assertThat(reference.values())
                .allSatisfy(listed -> assertThat(listed.ours()).isGreaterThanOrEqualTo(listed.reference()));
    }

    /** Rows of the form: | `action` | `method`, `method` | `EFFECT` | `Result`, `Result` |. */
    @Test
    void theDocumentSaysTheSame() throws IOException {
        String document = Files.readString(DOCUMENT);
        int start = document.indexOf(HEADING);
        assertThat(start).as(HEADING).isPositive();
        String section = document.substring(start);
        section = section.substring(0, section.indexOf("\n#", 1));

        assertThat(section.lines().filter(line -> line.startsWith("| `"))).isEqualTo(rows());
    }

    private static List<String> rows() throws IOException {
        Map<String, Listed> reference = reference();
        return methods().entrySet().stream()
                .map(entry -> "| `" + entry.getKey() + "` | "
                        + cell(entry.getValue(), Method::getName) + " | `"
                        + reference.get(entry.getKey()).ours() + "` | "
                        + cell(entry.getValue(), method -> text(method.getGenericReturnType())) + " |")
                .toList();
    }

    private static String cell(List<Method> methods, Function<Method, String> what) {
        return methods.stream().map(what).collect(Collectors.toCollection(TreeSet::new)).stream()
                .map(text -> "`" + text + "`")
                .collect(Collectors.joining(", "));
    }

    static Stream<Arguments> faces() {
        return FACES.entrySet().stream().map(pair -> Arguments.of(pair.getKey(), pair.getValue()));
    }

    @ParameterizedTest
    @MethodSource("faces")
    void bothFacesHaveTheSameMethods(Class<?> waiting, Class<?> async) {
        List<String> blocking = Arrays.stream(waiting.getDeclaredMethods())
                .filter(MsActionsTest::isOfBoth)
                .map(method -> signature(method, promised(method)))
                .sorted()
                .toList();

        assertThat(Arrays.stream(async.getDeclaredMethods())
                        .filter(MsActionsTest::isOfBoth)
                        .map(method -> signature(method, text(method.getGenericReturnType())))
                        .sorted())
                .isNotEmpty()
                .isEqualTo(blocking);
    }

    @ParameterizedTest
    @MethodSource("faces")
    void bothFacesExtendTheSameGroups(Class<?> waiting, Class<?> async) {
        assertThat(async.getInterfaces())
                .containsExactly(
                        Arrays.stream(waiting.getInterfaces()).map(FACES::get).toArray(Class<?>[]::new));
    }

    @Test
    void aTransactionHasAllGroups() {
        assertThat(KuzzleTransaction.class.getInterfaces())
                .containsExactly(KuzzleAsyncMemoryStorage.class.getInterfaces());
    }

    /** A stream waits for its pages. */
    private static boolean isOfBoth(Method method) {
        return !method.isSynthetic()
                && !Stream.class.isAssignableFrom(method.getReturnType())
                && !method.getName().equals("async");
    }

    private static String signature(Method method, String returned) {
        return (method.isDefault() ? "default " : "") + method.getName()
                + Arrays.stream(method.getGenericParameterTypes())
                        .map(MsActionsTest::text)
                        .toList() + " " + returned;
    }

    private static String promised(Method method) {
        if (method.getReturnType() == KuzzleMemoryStorage.class) {
            return KuzzleAsyncMemoryStorage.class.getSimpleName();
        }
        return "CompletableFuture<" + boxed(text(method.getGenericReturnType())) + ">";
    }

    private static String boxed(String type) {
        return switch (type) {
            case "void" -> "Void";
            case "long" -> "Long";
            case "boolean" -> "Boolean";
            case "double" -> "Double";
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
                            .map(MsActionsTest::text)
                            .collect(Collectors.joining(", ", "<", ">"));
        }
        return type.getTypeName();
    }
}
