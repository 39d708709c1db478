package dev.scalekit.testkit.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule is red on its mistake, and green on what one is to write instead. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ArchitectureRulesTest {
    /** Jackson 2 and 3 and SnakeYAML, as far as the seeds use them: no module has them on its class path yet. */
    private static final Map<String, String> LIBRARIES = Map.of(
            "com/fasterxml/jackson/annotation/JsonTypeInfo.java", """
                    package com.fasterxml.jackson.annotation;
                    public @interface JsonTypeInfo { Id use(); enum Id { CLASS, NAME } }
                    """,
            "com/fasterxml/jackson/annotation/JsonProperty.java", """
                    package com.fasterxml.jackson.annotation;
                    public @interface JsonProperty {}
                    """,
            "com/fasterxml/jackson/databind/ObjectMapper.java", """
                    package com.fasterxml.jackson.databind;
                    public class ObjectMapper {
                        public ObjectMapper enableDefaultTyping() { return this; }
                        public ObjectMapper activateDefaultTypingAsProperty(Object validator) { return this; }
                        public ObjectMapper setDefaultTyping(Object resolver) { return this; }
                        public ObjectMapper deactivateDefaultTyping() { return this; }
                        public byte[] writeValueAsBytes(Object value) { return new byte[0]; }
                    }
                    """,
            "tools/jackson/databind/json/JsonMapper.java", """
                    package tools.jackson.databind.json;
                    public class JsonMapper {
                        public static Builder builder() { return new Builder(); }
                        public static class Builder {
                            public Builder activateDefaultTyping(Object validator) { return this; }
                            public JsonMapper build() { return new JsonMapper(); }
                        }
                    }
                    """,
            "org/yaml/snakeyaml/Yaml.java", """
                    package org.yaml.snakeyaml;
                    public class Yaml { public <T> T load(String yaml) { return null; } }
                    """);

    /** The classes of each seed by its members. */
    private final Map<String, JavaClasses> seeded = new HashMap<>();

    @TempDir
    private Path folder;

    /** Compiles and reads the seeds of all annotations together, each in a package of its own: one by one takes longer. */
    @BeforeAll
    void compile(@TempDir Path seeds) throws IOException {
        List<String> members = Stream.of(ArchitectureRulesTest.class.getDeclaredMethods())
                .flatMap(method -> Stream.ofNullable(method.getAnnotation(ValueSource.class)))
                .flatMap(annotation -> Stream.of(annotation.strings()))
                .distinct()
                .toList();
        Map<String, String> sources = new HashMap<>();
        for (int i = 0; i < members.size(); i++) {
            String name = "seed" + i;
            sources.put("sample/" + name + "/Sample.java", SeededModule.sample("sample." + name, members.get(i)));
        }
        JavaClasses all = new SeededModule(seeds).library(LIBRARIES).withSources(sources);
        for (int i = 0; i < members.size(); i++) {
            seeded.put(members.get(i), all.that(resideInAPackage("sample.seed" + i)));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "long now = System.nanoTime();",
                "java.util.function.LongSupplier clock = System::nanoTime;",
                "long now = System.currentTimeMillis();",
                "Object now = java.time.Instant.now();",
                "java.util.function.Supplier<Object> clock = java.time.Instant::now;",
                "Object now = java.time.LocalDate.now();",
                "Object now = java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC);",
                "Object clock = java.time.Clock.systemUTC();",
                "Object now = new java.util.Date();",
                "Object now = java.util.Calendar.getInstance();",
                "static class Stopwatch { long start = System.nanoTime(); }"
            })
    void the_clock_is_read_in_one_place(String members) {
        requireRed(ArchitectureRules.readsTheClockInOnePlace(), members, "Ticker");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object clock = java.time.InstantSource.system();",
                "Object now(java.time.Clock clock) { return java.time.Instant.now(clock); }",
                "Object then = new java.util.Date(0);",
                "interface Ticker { long nanos(); Ticker SYSTEM = System::nanoTime; }"
            })
    void an_injected_clock_and_a_ticker_may_read_it(String members) {
        requireGreen(ArchitectureRules.readsTheClockInOnePlace(), members);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static int count;",
                "static final java.util.concurrent.atomic.AtomicLong COUNT = new java.util.concurrent.atomic.AtomicLong();",
                "static final java.util.concurrent.atomic.LongAdder COUNT = new java.util.concurrent.atomic.LongAdder();",
                "static final java.util.concurrent.locks.Lock LOCK = new java.util.concurrent.locks.ReentrantLock();",
                "static final java.util.concurrent.locks.StampedLock LOCK = new java.util.concurrent.locks.StampedLock();",
                "static final ThreadLocal<String> CURRENT = new ThreadLocal<>();",
                "static final java.util.concurrent.ConcurrentMap<String, String> BY_NAME ="
                        + " new java.util.concurrent.ConcurrentHashMap<>();",
                "static final java.util.HashMap<String, String> BY_NAME = new java.util.HashMap<>();",
                "static final java.util.ArrayList<String> NAMES = new java.util.ArrayList<>();",
                "static final java.util.Queue<String> NAMES = new java.util.ArrayDeque<>();",
                "static final java.util.Properties SETTINGS = new java.util.Properties();",
                "interface Held { java.util.Deque<String> NAMES = new java.util.ArrayDeque<>(); }"
            })
    void static_state_is_not_mutable(String members) {
        requireRed(ArchitectureRules.holdsNoMutableStaticState(), members, "instance");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "static final int COUNT = 1; int count;",
                "static final java.util.List<String> NAMES = java.util.List.of(\"a\");",
                "static final java.util.Set<String> NAMES = java.util.Set.of(\"a\");",
                "static final java.util.Map<String, String> BY_NAME = java.util.Map.of();",
                "final java.util.concurrent.atomic.AtomicLong count = new java.util.concurrent.atomic.AtomicLong();",
                "enum Role { PRIMARY, STANDBY { @Override boolean reads() { return true; } };"
                        + " boolean reads() { return false; } }",
                "static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(\"x\");",
                "volatile int state; static final java.util.concurrent.atomic.AtomicIntegerFieldUpdater<Sample> STATE ="
                        + " java.util.concurrent.atomic.AtomicIntegerFieldUpdater.newUpdater(Sample.class, \"state\");"
            })
    void static_constants_and_the_state_of_instances_are_right(String members) {
        requireGreen(ArchitectureRules.holdsNoMutableStaticState(), members);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object step = java.util.concurrent.CompletableFuture.supplyAsync(() -> 1);",
                "Object step = java.util.concurrent.CompletableFuture.runAsync(() -> {});",
                "Object step(java.util.concurrent.CompletionStage<String> s) { return s.thenApplyAsync(x -> x); }",
                "Object all = java.util.List.of(1).parallelStream();",
                "Object all = java.util.stream.Stream.of(1).parallel();",
                "Object pool = java.util.concurrent.ForkJoinPool.commonPool();",
                "void sort(int[] a) { java.util.Arrays.parallelSort(a); }",
                "java.util.function.Function<Runnable, Object> f = java.util.concurrent.CompletableFuture::runAsync;"
            })
    void every_asynchronous_step_names_its_executor(String members) {
        requireRed(ArchitectureRules.namesTheExecutorOfEveryAsyncStep(), members, "executor");
    }

    @ParameterizedTest
    @ValueSource(
            strings = "Object step(java.util.concurrent.Executor e) {"
                    + " return java.util.concurrent.CompletableFuture.supplyAsync(() -> 1, e).thenApply(x -> x); }")
    void an_asynchronous_step_with_an_executor_is_right(String members) {
        requireGreen(ArchitectureRules.namesTheExecutorOfEveryAsyncStep(), members);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object read(java.io.InputStream in) throws Exception {"
                        + " return new java.io.ObjectInputStream(in).readObject(); }",
                "java.io.ObjectOutputStream out;",
                "Object read(java.io.InputStream in) { return new java.beans.XMLDecoder(in).readObject(); }",
                "java.security.SignedObject signed;",
                "Object read(String yaml) { return new org.yaml.snakeyaml.Yaml().load(yaml); }",
                "org.yaml.snakeyaml.Yaml yaml;"
            })
    void no_java_objects_are_stored(String members) {
        requireRed(ArchitectureRules.storesNoJavaObjects(), members, "CWE-502");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "@com.fasterxml.jackson.annotation.JsonTypeInfo("
                        + "use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.CLASS) interface Value {}",
                "record Entry(@com.fasterxml.jackson.annotation.JsonTypeInfo("
                        + "use = com.fasterxml.jackson.annotation.JsonTypeInfo.Id.NAME) Object value) {}",
                "Object json = new com.fasterxml.jackson.databind.ObjectMapper().enableDefaultTyping();",
                "void set(com.fasterxml.jackson.databind.ObjectMapper m) { m.activateDefaultTypingAsProperty(1); }",
                "void set(com.fasterxml.jackson.databind.ObjectMapper m) { m.setDefaultTyping(1); }",
                "Object json = tools.jackson.databind.json.JsonMapper.builder().activateDefaultTyping(1).build();",
                "static class Json extends com.fasterxml.jackson.databind.ObjectMapper {"
                        + " Json() { enableDefaultTyping(); } }",
                "java.util.function.Supplier<Object> f ="
                        + " new com.fasterxml.jackson.databind.ObjectMapper()::enableDefaultTyping;"
            })
    void stored_json_does_not_choose_its_types(String members) {
        requireRed(ArchitectureRules.storesNoJavaObjects(), members, "CWE-502");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "byte[] json(Object o) { return new com.fasterxml.jackson.databind.ObjectMapper().writeValueAsBytes(o); }",
                "Object json = new com.fasterxml.jackson.databind.ObjectMapper().deactivateDefaultTyping();",
                "Object json = tools.jackson.databind.json.JsonMapper.builder().build();",
                "record Entry(@com.fasterxml.jackson.annotation.JsonProperty String value) {}"
            })
    void json_of_types_that_the_code_chooses_is_right(String members) {
        requireGreen(ArchitectureRules.storesNoJavaObjects(), members);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Object find(javax.naming.Context c) throws Exception { return c.lookup(\"jdbc\"); }",
                "Object open(String url) throws Exception { return java.sql.DriverManager.getConnection(url); }",
                "Object type(String name) throws Exception { return Class.forName(name); }",
                "java.util.function.Function<Class<Runnable>, Object> f = java.util.ServiceLoader::load;"
            })
    void nothing_is_looked_up_by_name(String members) {
        requireRed(ArchitectureRules.looksNothingUpByName(), members, "argument");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void pause() throws Exception { Thread.sleep(1); }",
                "void pause() throws Exception { java.util.concurrent.TimeUnit.SECONDS.sleep(1); }"
            })
    void nobody_sleeps(String members) {
        requireRed(ArchitectureRules.waitsWithoutSleeping(), members, "event");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void say() { System.out.println(1); }",
                "java.io.PrintStream stream = System.err;",
                "void say(Exception e) { e.printStackTrace(); }",
                "Object logger = java.util.logging.Logger.getLogger(\"x\");",
                "Object logger = System.getLogger(\"x\");",
                "void say(System.Logger logger) { logger.log(System.Logger.Level.INFO, \"x\"); }",
                "void say(java.util.logging.Logger logger) { logger.info(\"x\"); }"
            })
    void only_slf4j_logs(String members) {
        requireRed(ArchitectureRules.logsBySlf4jOnly(), members, "slf4j");
    }

    @ParameterizedTest
    @ValueSource(strings = "java.util.logging.Logger getParentLogger() { throw new UnsupportedOperationException(); }")
    void a_data_source_names_the_logger_that_it_has_not(String members) {
        requireGreen(ArchitectureRules.logsBySlf4jOnly(), members);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "void end() { System.exit(1); }",
                "void end() { Runtime.getRuntime().halt(1); }",
                "protected void finalize() {}"
            })
    void the_jvm_is_left_alone(String members) {
        requireRed(ArchitectureRules.leavesTheJvmAlone(), members, "close()");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "class CacheManager {}",
                "class KeyHelper {}",
                "class RowProcessor {}",
                "class CacheImpl {}",
                "class StringUtils {}",
                "class DefaultCache {}",
                "class AbstractCache {}"
            })
    void names_that_say_nothing_are_refused(String members) {
        requireRed(ArchitectureRules.namesAreNounsOfTheField(), members, "noun");
    }

    @ParameterizedTest
    @ValueSource(strings = "class JdbcSessionStore {} abstract class AbstractX {}")
    void names_that_say_how_are_right(String members) {
        requireGreen(ArchitectureRules.namesAreNounsOfTheField(), members);
    }

    @Test
    void a_drawer_of_a_package_is_refused() throws IOException {
        JavaClasses classes = withSources(Map.of("sample/util/Row.java", "package sample.util; class Row {}"));

        requireRed(ArchitectureRules.namesAreNounsOfTheField(), classes, "flat");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "public static final class E extends Exception {}",
                "public static class E extends RuntimeException {}"
            })
    void public_exceptions_that_are_checked_or_open_are_refused(String members) {
        requireRed(ArchitectureRules.exceptionsAreUncheckedAndFinal(), members, "catches");
    }

    @ParameterizedTest
    @ValueSource(
            strings = "public static class Root extends RuntimeException {}"
                    + " public static final class Leaf extends Root {}"
                    + " public static final class S extends java.sql.SQLException {}")
    void public_exceptions_are_unchecked_final_leaves_or_belong_to_jdbc(String members) {
        requireGreen(ArchitectureRules.exceptionsAreUncheckedAndFinal(), members);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.postgresql.PGConnection connection;",
                "dev.scalekit.testkit.Seeds seeds;",
                "org.w3c.dom.Node node;"
            })
    void a_module_needs_nothing_that_its_row_does_not_allow(String members) {
        requireRed(ArchitectureRules.needsOnly("sample"), members, "never another module: take the JDK's type");
    }

    @ParameterizedTest
    @ValueSource(strings = "javax.sql.DataSource source; java.util.List<String> list;")
    void a_module_may_need_the_jdk(String members) {
        requireGreen(ArchitectureRules.needsOnly("sample"), members);
    }

    @ParameterizedTest
    @ValueSource(strings = "org.postgresql.PGConnection connection;")
    void a_module_may_need_what_its_row_allows(String members) {
        requireGreen(ArchitectureRules.needsOnly("sample", "org.postgresql.."), members);
    }

    @Test
    void classes_outside_the_root_package_are_found() throws IOException {
        JavaClasses classes = withSources(Map.of("other/Row.java", "package other; class Row {}"));

        requireRed(ArchitectureRules.residesIn("sample"), classes, "root package");
    }

    @Test
    void packages_that_need_each_other_are_found() throws IOException {
        JavaClasses classes = withSources(Map.of(
                "sample/A.java", "package sample; public class A { sample.balance.B b; }",
                "sample/balance/B.java", "package sample.balance; public class B { sample.A a; }"));

        requireRed(ArchitectureRules.hasNoCyclesBetweenPackages(), classes, "knows nothing");
    }

    private JavaClasses withSources(Map<String, String> sources) throws IOException {
        return new SeededModule(folder).withSources(sources);
    }

    private void requireRed(ArchRule rule, String members, String advice) {
        requireRed(rule, classesOf(members), advice);
    }

    private static void requireRed(ArchRule rule, JavaClasses classes, String advice) {
        assertThatThrownBy(() -> rule.check(classes))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(advice);
    }

    private void requireGreen(ArchRule rule, String members) {
        JavaClasses classes = classesOf(members);

        assertThat(classes).isNotEmpty();
        rule.check(classes);
    }

    private JavaClasses classesOf(String members) {
        return requireNonNull(seeded.get(members), "only what stands in an annotation is compiled");
    }
}
