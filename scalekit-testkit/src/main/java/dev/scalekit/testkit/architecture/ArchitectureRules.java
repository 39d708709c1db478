package dev.scalekit.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.scalekit.testkit.architecture.Targets.access;
import static dev.scalekit.testkit.architecture.Targets.constructor;
import static dev.scalekit.testkit.architecture.Targets.member;
import static dev.scalekit.testkit.architecture.Targets.taking;
import static dev.scalekit.testkit.architecture.Targets.takingNothing;
import static java.util.function.Predicate.not;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.invoke.MethodHandles;
import java.security.SignedObject;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Arrays;
import java.util.Calendar;
import java.util.Collection;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import java.util.stream.Stream;
import javax.crypto.SealedObject;

/**
 * The rules over compiled classes.
 *
 * <p>Each one passes over an empty module ({@code allowEmptyShould}) and says in its {@code because} what to write
 * instead. Mind the double negation: {@code noClasses().should().onlyDependOn...} would never fail. Not instantiable.
 */
final class ArchitectureRules {

    /*
     * The parts of the JDK that a library may use. Of javax.sql only the package itself: javax.sql.rowset looks up JNDI
     * names. What java.. holds beyond that and is not wanted has its own rule, with its own reason.
     */
    private static final String[] JDK = {"java..", "javax.crypto..", "javax.net..", "javax.sql", "jdk.jfr.."};

    private static final Pattern DRAWER_NAMES =
            Pattern.compile("(.*(Manager|Helper|Processor|Impl|Utils?)|Default(\\p{Lu}.*)?)");

    private ArchitectureRules() {}

    static ArchRule needsOnly(String rootPackage, String... allowedPackages) {
        String[] own = {rootPackage + "..", "org.jspecify.annotations"};
        String[] all =
                Stream.of(own, JDK, allowedPackages).flatMap(Arrays::stream).toArray(String[]::new);
        return classes()
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(all))
                .because("a module needs the JDK and its row of the dependency table, and never another module:"
                        + " take the JDK's type as an argument (DataSource, Executor, InstantSource)")
                .allowEmptyShould(true);
    }

    static ArchRule residesIn(String rootPackage) {
        return classes()
                .should()
                .resideInAPackage(rootPackage + "..")
                .because("a module has its root package and packages below it, or two jars would share one")
                .allowEmptyShould(true);
    }

    static ArchRule readsTheClockInOnePlace() {
        return noClasses()
                .that(describe("are not part of a Ticker", type -> !isTicker(type)))
                .should()
                .accessTargetWhere(access(
                        "the system clock is read",
                        member(System.class, "nanoTime|currentTimeMillis")
                                .or(member(ArchitectureRules::isJavaTime, "now").and(not(taking(Clock.class))))
                                .or(member(Clock.class, "system.*|tick(Millis|Seconds|Minutes)"))
                                .or(member(Calendar.class, "getInstance"))
                                .or(constructor(GregorianCalendar.class).and(not(taking(int.class))))
                                .or(constructor(Date.class).and(takingNothing()))))
                .because("time is injected: ask an InstantSource when it is and a Ticker how long it took;"
                        + " only a type named Ticker reads System.nanoTime()")
                .allowEmptyShould(true);
    }

    private static boolean isTicker(JavaClass type) {
        return type.getSimpleName().equals("Ticker")
                || type.getEnclosingClass().map(ArchitectureRules::isTicker).orElse(false);
    }

    private static boolean isJavaTime(JavaClass type) {
        return resideInAnyPackage("java.time..").test(type);
    }

    static ArchRule holdsNoMutableStaticState() {
        return noFields()
                .that()
                .haveModifier(STATIC)
                .should()
                .notHaveModifier(FINAL)
                .orShould()
                .haveRawType(describe("a type whose only use is to be changed", ArchitectureRules::isChangedInPlace))
                .because("two instances in one process must not share state: keep it in the instance; a constant"
                        + " collection is declared as Collection, List, Set or Map and made by of or copyOf")
                .allowEmptyShould(true);
    }

    /**
     * Looks at the declared type only: whether a Map is a HashMap or came from Map.of, the field does not say. An updater of
     * fields is in the package of the atomic types but has no state of its own.
     */
    private static boolean isChangedInPlace(JavaClass type) {
        if (belongToAnyOf(Collection.class, List.class, Set.class, Map.class).test(type)) {
            return false;
        }
        return type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo(Collection.class)
                || type.isAssignableTo(Map.class)
                || type.isAssignableTo(describe("an atomic type or a lock", ArchitectureRules::isAtomicOrLock));
    }

    private static boolean isAtomicOrLock(JavaClass type) {
        return resideInAnyPackage("java.util.concurrent.atomic", "java.util.concurrent.locks")
                        .test(type)
                && !type.getSimpleName().endsWith("FieldUpdater");
    }

    static ArchRule namesTheExecutorOfEveryAsyncStep() {
        return noClasses()
                .should()
                .accessTargetWhere(access(
                        "the common pool is used",
                        member(CompletionStage.class, ".*Async|delayedExecutor")
                                .and(not(taking(Executor.class)))
                                .or(member(Collection.class, "parallelStream"))
                                .or(member(BaseStream.class, "parallel"))
                                .or(member(Arrays.class, "parallel.*"))
                                .or(member(ForkJoinPool.class, "commonPool"))))
                .because("with two processors the common pool has one thread, and two tasks that wait for each other"
                        + " never both run: pass the executor, as in supplyAsync(task, executor)")
                .allowEmptyShould(true);
    }

    static ArchRule storesNoJavaObjects() {
        return noClasses()
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.beans..", "java.rmi..", "org.yaml.snakeyaml..")
                        .or(belongToAnyOf(ObjectInputStream.class, ObjectOutputStream.class))
                        .or(belongToAnyOf(SealedObject.class, SignedObject.class))
                        .or(belongTo(name("com.fasterxml.jackson.annotation.JsonTypeInfo"))))
                .orShould()
                .accessTargetWhere(access(
                        "Jackson's default typing is turned on",
                        member(ArchitectureRules::isJackson, "(activate|enable|set)DefaultTyping.*")))
                .because("whoever can write the stored bytes would choose the classes that are loaded (CWE-502):"
                        + " encode into bytes field by field, with an explicit list of types")
                .allowEmptyShould(true);
    }

    /** A mapper that extends one of Jackson's is one: what it calls of itself is its own in the class file. */
    private static boolean isJackson(JavaClass type) {
        return type.isAssignableTo(resideInAnyPackage("com.fasterxml.jackson..", "tools.jackson.."));
    }

    static ArchRule looksNothingUpByName() {
        return noClasses()
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("javax.naming..").or(belongToAnyOf(Driver.class, DriverManager.class)))
                .orShould()
                .accessTargetWhere(access(
                        "a class is looked up by name",
                        member(Class.class, "forName")
                                .or(member(ClassLoader.class, "loadClass"))
                                .or(member(MethodHandles.Lookup.class, "findClass"))
                                .or(member(ServiceLoader.class, "load.*"))))
                .because("a name from configuration would choose code to run (CVE-2021-42392):"
                        + " take the DataSource, the Class or the object itself as an argument")
                .allowEmptyShould(true);
    }

    static ArchRule hasNoCyclesBetweenPackages() {
        return slices().assignedFrom(new Packages())
                .should()
                .beFreeOfCycles()
                .because("of two packages one knows nothing of the other: move the type that both need to that one")
                .allowEmptyShould(true);
    }

    static ArchRule waitsWithoutSleeping() {
        return noClasses()
                .should()
                .accessTargetWhere(
                        access("a thread sleeps", member(Thread.class, "sleep").or(member(TimeUnit.class, "sleep"))))
                .because("a sleep is too short on a slow machine and too long on a fast one: wait for the event itself"
                        + " (a latch, a condition, a queue), in tests move the virtual clock")
                .allowEmptyShould(true);
    }

    /** To name a logger is no use of it: {@code DataSource} has a method that returns one of {@code java.util.logging}. */
    static ArchRule logsBySlf4jOnly() {
        return noClasses()
                .should()
                .accessTargetWhere(access(
                        "another logger is used",
                        member(resideInAnyPackage("java.util.logging..").or(belongToAnyOf(System.Logger.class)), ".*")))
                .orShould()
                .accessTargetWhere(access(
                        "a standard stream is used",
                        member(System.class, "out|err|getLogger")
                                .or(member(Throwable.class, "printStackTrace").and(takingNothing()))
                                .or(member(Thread.class, "dumpStack"))))
                .because("the application decides where our lines go: log by org.slf4j, or throw")
                .allowEmptyShould(true);
    }

    static ArchRule namesAreNounsOfTheField() {
        return noClasses()
                .should(ArchCondition.from(describe(
                        "have a name that says nothing",
                        type -> DRAWER_NAMES.matcher(type.getSimpleName()).matches())))
                .orShould(ArchCondition.from(describe(
                        "be called abstract and be concrete",
                        type -> type.getSimpleName().startsWith("Abstract")
                                && !type.getModifiers().contains(ABSTRACT))))
                .orShould()
                .resideInAnyPackage("..internal..", "..impl..", "..util..", "..utils..", "..common..", "..core..")
                .because("a type is a noun of the field and an implementation says how (JdbcSessionStore); packages"
                        + " are flat, and what is not API has no modifier")
                .allowEmptyShould(true);
    }

    static ArchRule leavesTheJvmAlone() {
        return noClasses()
                .should()
                .accessTargetWhere(access(
                        "a thread or the JVM is stopped by force",
                        member(Thread.class, "stop|suspend|resume")
                                .or(member(System.class, "exit|runFinalization|runFinalizersOnExit"))
                                .or(member(Runtime.class, "exit|halt|runFinalization"))))
                .orShould(ArchCondition.from(describe(
                        "have a finalizer",
                        type -> type.tryGetMethod("finalize").isPresent())))
                .because("the process is the application's: threads end by interrupt and close(), and"
                        + " what must be closed is AutoCloseable")
                .allowEmptyShould(true);
    }

    static ArchRule exceptionsAreUncheckedAndFinal() {
        return classes()
                .that()
                .arePublic()
                .and()
                .areAssignableTo(Throwable.class)
                .should(ArchCondition.from(describe(
                        "be unchecked or SQLExceptions",
                        type -> type.isAssignableTo(RuntimeException.class)
                                || type.isAssignableTo(SQLException.class))))
                .andShould(ArchCondition.from(describe(
                        "be final leaves",
                        type -> type.getModifiers().contains(FINAL)
                                || !type.getSubclasses().isEmpty())))
                .because("a caller catches the root of the module or one final leaf;"
                        + " checked is only what the JDK's own contract has")
                .allowEmptyShould(true);
    }

    /** Each package is a slice of its own. Immutable. */
    private static final class Packages implements SliceAssignment {

        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
