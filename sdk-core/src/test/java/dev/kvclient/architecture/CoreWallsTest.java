package dev.kvclient.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The walls of the core: what it must not know, and what must not show. */
class CoreWallsTest {
    private static final String JACKSON = "com.fasterxml.jackson";

    private static final JavaClasses CORE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.kvclient");

    @Test
    void knowsNoAdapterAndNoTestkit() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "dev.kvclient.kuzzle..",
                        "dev.kvclient.ndb..",
                        "dev.kvclient.versori..",
                        "dev.kvclient.testkit..",
                        "dev.kvclient.examples..")
                .check(CORE);
    }

    @Test
    void applicationApiShowsNoJackson() {
        classes()
                .that()
                .resideInAPackage("dev.kvclient")
                .and()
                .arePublic()
                .should(showNoTypeOf(JACKSON))
                .check(CORE);
    }

    private static ArchCondition<JavaClass> showNoTypeOf(String library) {
        return new ArchCondition<>("show no type of " + library) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                report(type.getFullName(), supertypes(type), events);
                type.getMembers().stream()
                        .filter(CoreWallsTest::isVisible)
                        .forEach(member -> report(member.getFullName(), signature(member), events));
            }

            private void report(String place, Stream<JavaType> types, ConditionEvents events) {
                types.flatMap(shown -> shown.getAllInvolvedRawTypes().stream())
                        .filter(shown -> shown.getPackageName().startsWith(library))
                        .forEach(shown ->
                                events.add(SimpleConditionEvent.violated(shown, place + " shows " + shown.getName())));
            }
        };
    }

    private static boolean isVisible(JavaMember member) {
        return member.getModifiers().contains(JavaModifier.PUBLIC)
                || member.getModifiers().contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> supertypes(JavaClass type) {
        return Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream());
    }

    private static Stream<JavaType> signature(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        Collection<JavaType> parameters = List.copyOf(unit.getParameterTypes());
        return Stream.of(Stream.of(unit.getReturnType()), parameters.stream(), thrown(unit))
                .flatMap(types -> types);
    }

    private static Stream<JavaType> thrown(JavaCodeUnit unit) {
        return unit.getExceptionTypes().stream().map(JavaType.class::cast);
    }
}
