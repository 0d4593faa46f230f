package dev.kvclient.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.kvclient.kuzzle.internal.http.OkHttpPosts;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The walls of the Kuzzle adapter. */
class KuzzleWallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.kvclient.kuzzle");

    @Test
    void usesNothingInternalOfTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.kvclient.internal..")
                .check(CLASSES);
    }

    /** An application that does without HTTP does without OkHttp: only one class, and what is in it, links it. */
    @Test
    void onlyOneClassKnowsOkHttp() {
        noClasses()
                .that()
                .haveNameNotMatching(Pattern.quote(OkHttpPosts.class.getName()) + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("okhttp3..", "okio..", "kotlin..")
                .check(CLASSES);
        noClasses()
                .that()
                .doNotHaveSimpleName("KuzzleHttp")
                .and()
                .haveNameNotMatching(Pattern.quote(OkHttpPosts.class.getName()) + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .areAssignableTo(OkHttpPosts.class)
                .check(CLASSES);
    }

    @Test
    void knowsNoOtherAdapterAndNoTestkit() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.kvclient.ndb..", "dev.kvclient.versori..", "dev.kvclient.testkit..")
                .check(CLASSES);
    }
}
