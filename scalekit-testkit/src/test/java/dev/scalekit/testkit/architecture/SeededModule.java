package dev.scalekit.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** A module with planted mistakes: compiled here and now, because the gates of our own build would refuse it. */
final class SeededModule {
    private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

    /** One for all modules: it knows the class path after the first, and there are dozens. */
    private static final StandardJavaFileManager FILES =
            COMPILER.getStandardFileManager(null, Locale.ROOT, StandardCharsets.UTF_8);

    /** What a source of the library has is known to the compiler and gets no class file (-implicit:none). */
    private static final List<String> OPTIONS =
            List.of("-proc:none", "-implicit:none", "-Xlint:none", "-classpath", System.getProperty("java.class.path"));

    private static final String LIBRARY = "src/library/java";
    private static final String MAIN = "src/main/java";
    private static final String TESTS = "src/test/java";

    private final Path folder;

    /** Makes an empty module in a folder of its own. */
    SeededModule(Path parent) throws IOException {
        this.folder = Files.createTempDirectory(parent, "module");
        for (String sources : List.of(LIBRARY, MAIN, TESTS)) {
            Files.createDirectories(folder.resolve(sources));
        }
    }

    /** Adds stand-ins for a library that the module uses and that is not on our class path. Sources by path. */
    SeededModule library(Map<String, String> sources) throws IOException {
        write(LIBRARY, sources);
        return this;
    }

    /** Adds test classes. Sources by path. */
    SeededModule tests(Map<String, String> sources) throws IOException {
        write(TESTS, sources);
        return this;
    }

    /** Returns the classes of a module with one class, {@code sample.Sample}, that has the given members. */
    JavaClasses withMembers(String members) throws IOException {
        return withSources(Map.of("sample/Sample.java", sample("sample", members)));
    }

    /** Returns the classes of a module with the given sources, by path. */
    JavaClasses withSources(Map<String, String> sources) throws IOException {
        write(MAIN, sources);
        compile(MAIN, "target/classes");
        compile(TESTS, "target/test-classes");
        return module().mainClasses();
    }

    ModuleFolder module() {
        return new ModuleFolder(folder);
    }

    /** Returns the source of a class with the given members. */
    static String sample(String packageName, String members) {
        return "package " + packageName + ";\npublic class Sample {\n" + members + "\n}\n";
    }

    private void write(String folderOfSources, Map<String, String> sources) throws IOException {
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve(folderOfSources).resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
    }

    private void compile(String sources, String classes) throws IOException {
        Path target = Files.createDirectories(folder.resolve(classes));
        FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(target));
        FILES.setLocationFromPaths(StandardLocation.SOURCE_PATH, List.of(folder.resolve(LIBRARY)));
        try (var files = Files.walk(folder.resolve(sources))) {
            Path[] java =
                    files.filter(file -> file.toString().endsWith(".java")).toArray(Path[]::new);
            if (java.length == 0) {
                return;
            }
            StringWriter findings = new StringWriter();
            boolean compiled = COMPILER.getTask(findings, FILES, null, OPTIONS, null, FILES.getJavaFileObjects(java))
                    .call();
            if (!compiled) {
                throw new IllegalStateException("The planted mistake does not compile: " + findings);
            }
        }
    }
}
