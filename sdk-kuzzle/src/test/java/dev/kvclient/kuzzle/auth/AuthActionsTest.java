package dev.kvclient.kuzzle.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvclient.kuzzle.KuzzleClient;
import dev.kvclient.kuzzle.fixture.Faces;
import dev.kvclient.kuzzle.internal.auth.AuthAction;
import dev.kvclient.spi.Effect;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every action of the controller {@code auth} has a method; the document and both faces say the same. */
class AuthActionsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "kuzzle.md");
    private static final String HEADING = "## Authentication";

    /** All that Kuzzle 2.56 has, {@code lib/api/controllers/authController}. */
    private static final Set<String> ACTIONS = Set.of(
            "checkRights",
            "checkToken",
            "createApiKey",
            "createMyCredentials",
            "createToken",
            "credentialsExist",
            "deleteApiKey",
            "deleteMyCredentials",
            "getCurrentUser",
            "getMyCredentials",
            "getMyRights",
            "getStrategies",
            "login",
            "logout",
            "refreshToken",
            "searchApiKeys",
            "updateMyCredentials",
            "updateSelf",
            "validateMyCredentials");

    /** What is not called like its action. */
    private static final Map<String, Set<String>> OTHERWISE = Map.of(
            "getStrategies", Set.of("strategies"),
            "getCurrentUser", Set.of("currentUser"),
            "getMyRights", Set.of("myRights"),
            "logout", Set.of("logout", "logoutEverywhere"),
            "createToken", Set.of("createToken", "createOneTimeToken"));

    private static List<Method> methods(AuthAction action) {
        Set<String> names = OTHERWISE.getOrDefault(action.wireName(), Set.of(action.wireName()));
        List<Method> found = Arrays.stream(KuzzleAuth.class.getMethods())
                .filter(method -> names.contains(method.getName()))
                .toList();
        assertThat(found).extracting(Method::getName).containsAll(names);
        return found;
    }

    @Test
    void everyActionHasAMethod() throws NoSuchMethodException {
        assertThat(Arrays.stream(AuthAction.values()).map(AuthAction::wireName))
                .containsExactlyInAnyOrderElementsOf(ACTIONS);
        Set<String> all = Arrays.stream(AuthAction.values())
                .flatMap(action -> methods(action).stream().map(Method::getName))
                .collect(Collectors.toSet());
        assertThat(Arrays.stream(KuzzleAuth.class.getMethods())
                        .map(Method::getName)
                        .filter(name -> !all.contains(name)))
                .containsOnly("with", "async");
        assertThat(KuzzleClient.class.getMethod("auth").getReturnType()).isEqualTo(KuzzleAuth.class);
    }

    @Test
    void onlyWhatReadsIsRead() {
        for (AuthAction action : AuthAction.values()) {
            boolean reads = action.wireName().matches("(get|check|search|validate|credentialsExist).*");
            assertThat(action.effect() == Effect.READ).as(action.wireName()).isEqualTo(reads);
            assertThat(action.operation()).isEqualTo("auth:" + action.wireName());
            assertThat(action.name().replace("_", "").toLowerCase(Locale.ROOT))
                    .isEqualTo(action.wireName().toLowerCase(Locale.ROOT));
        }
    }

    @Test
    void bothFacesHaveTheSameMethods() {
        assertThat(Faces.ofAsync(KuzzleAuthAsync.class))
                .isNotEmpty()
                .isEqualTo(Faces.promised(KuzzleAuth.class, KuzzleAuthAsync.class));
    }

    /** Rows of the form: | `action` | `method`, `method` | `EFFECT` | `Result`, `Result` |. */
    @Test
    void theDocumentSaysTheSame() throws IOException {
        String document = Files.readString(DOCUMENT);
        int start = document.indexOf(HEADING);
        assertThat(start).as(HEADING).isPositive();
        String section = document.substring(start);
        section = section.substring(0, section.indexOf("\n## ", 1));

        assertThat(section.lines().filter(line -> line.startsWith("| `")))
                .isEqualTo(Arrays.stream(AuthAction.values())
                        .map(AuthActionsTest::row)
                        .toList());
    }

    private static String row(AuthAction action) {
        return "| `" + action.wireName() + "` | " + cell(action, Method::getName) + " | `" + action.effect() + "` | "
                + cell(action, method -> Faces.text(method.getGenericReturnType())) + " |";
    }

    private static String cell(AuthAction action, Function<Method, String> what) {
        return methods(action).stream().map(what).collect(Collectors.toCollection(TreeSet::new)).stream()
                .map(text -> "`" + text + "`")
                .collect(Collectors.joining(", "));
    }
}
