package dev.scalekit.testkit.architecture;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.fail;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The rules of architecture that every library module keeps, as tests that the module inherits.
 *
 * <p>A module has one subclass in its tests:
 *
 * <pre>{@code
 * final class ArchitectureTest extends ArchitectureContract {
 *     ArchitectureTest() {
 *         super("dev.scalekit.queue", "org.slf4j..", "io.micrometer.core..");
 *     }
 * }
 * }</pre>
 *
 * <p>Rules are about the main classes and sources of the module; that nobody sleeps is about its tests too. The module is
 * the one whose folder is the working directory of the test, as Surefire sets it. Not thread-safe.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ArchitectureContract {

    private final ModuleFolder module;
    private final String rootPackage;
    private final String[] allowedPackages;
    private final JavaClasses classes;

    /**
     * Reads the module's classes.
     *
     * @param rootPackage the package of the module, which may have packages below it
     * @param allowedPackages the packages of its row in the dependency table, run time and optional, as ArchUnit writes
     *     them: {@code "org.slf4j.."} is the package and all below it
     * @throws IllegalStateException if the module is not compiled, or has no class in the root package
     */
    protected ArchitectureContract(String rootPackage, String... allowedPackages) {
        this(ModuleFolder.ofRunningTest(), rootPackage, allowedPackages);
    }

    ArchitectureContract(ModuleFolder module, String rootPackage, String... allowedPackages) {
        this.module = module;
        this.rootPackage = requireNonNull(rootPackage, "rootPackage");
        this.allowedPackages = allowedPackages.clone();
        this.classes = module.mainClasses();
        if (!classes.containPackage(rootPackage)) {
            throw new IllegalStateException("There is no class of " + rootPackage + " in " + module.path()
                    + ", so no rule would look at anything: is this the root package of the module?");
        }
    }

    @Test
    final void needs_only_the_jdk_and_its_row_of_the_dependency_table() {
        ArchitectureRules.needsOnly(rootPackage, allowedPackages).check(classes);
    }

    @Test
    final void has_no_class_outside_its_root_package() {
        ArchitectureRules.residesIn(rootPackage).check(classes);
    }

    @Test
    final void has_no_cycles_between_packages() {
        ArchitectureRules.hasNoCyclesBetweenPackages().check(classes);
    }

    @Test
    final void reads_the_clock_in_one_place() {
        ArchitectureRules.readsTheClockInOnePlace().check(classes);
    }

    @Test
    final void holds_no_mutable_static_state() {
        ArchitectureRules.holdsNoMutableStaticState().check(classes);
    }

    @Test
    final void names_the_executor_of_every_async_step() {
        ArchitectureRules.namesTheExecutorOfEveryAsyncStep().check(classes);
    }

    @Test
    final void stores_no_java_objects() {
        ArchitectureRules.storesNoJavaObjects().check(classes);
    }

    @Test
    final void looks_nothing_up_by_name() {
        ArchitectureRules.looksNothingUpByName().check(classes);
    }

    @Test
    final void builds_sql_from_constants_and_checked_identifiers() throws IOException {
        requireNone(
                SqlRule.violations(module.sources()),
                "SQL is built from compile-time constants and SqlIdentifiers. Bind values as parameters, and check and"
                        + " quote names with SqlIdentifier; write two whole statements where two databases differ");
    }

    @Test
    final void waits_without_sleeping() {
        ArchitectureRules.waitsWithoutSleeping().check(classes);
        ArchitectureRules.waitsWithoutSleeping().check(module.testClasses());
    }

    @Test
    final void logs_by_slf4j_only() {
        ArchitectureRules.logsBySlf4jOnly().check(classes);
    }

    @Test
    final void leaves_the_jvm_alone() {
        ArchitectureRules.leavesTheJvmAlone().check(classes);
    }

    @Test
    final void names_are_nouns_of_the_field() {
        ArchitectureRules.namesAreNounsOfTheField().check(classes);
    }

    @Test
    final void exceptions_are_unchecked_and_final() {
        ArchitectureRules.exceptionsAreUncheckedAndFinal().check(classes);
    }

    @Test
    final void files_are_short() throws IOException {
        requireNone(
                FileLength.violations(module.sources(), classes),
                "A source file has at most " + FileLength.MAXIMUM + " lines of code: find the second thing that it does"
                        + " and give it a name");
    }

    private static void requireNone(List<String> violations, String rule) {
        if (!violations.isEmpty()) {
            fail(rule + ". Found " + violations.size() + ":\n" + String.join("\n", violations));
        }
    }
}
