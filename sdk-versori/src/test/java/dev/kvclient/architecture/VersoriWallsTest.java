package dev.kvclient.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of the Versori adapter. */
class VersoriWallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.kvclient.versori");

    @Test
    void usesNothingInternalOfTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.kvclient.internal..")
                .check(CLASSES);
    }

    @Test
    void knowsNoOtherAdapterAndNoTestkit() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.kvclient.ndb..", "dev.kvclient.kuzzle..", "dev.kvclient.testkit..")
                .check(CLASSES);
    }
}
