package dev.kvclient.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The walls of the testkit: its servers must not share code with the adapters that they test. */
class TestkitWallsTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.kvclient.testkit");

    @Test
    void usesNothingInternalOfTheCore() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("dev.kvclient.internal..")
                .check(CLASSES);
    }

    @Test
    void knowsNoAdapter() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("dev.kvclient.kuzzle..", "dev.kvclient.ndb..", "dev.kvclient.versori..")
                .check(CLASSES);
    }
}
