package dev.scalekit.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;

/** A module with a planted mistake: compiled here and now, because the gates of our own build would refuse it. */
final class SeededModule {
    private final Path folder;

    /** Makes an empty module in a folder of its own. */
    SeededModule(Path parent) throws IOException {
        this.folder = Files.createTempDirectory(parent, "module");
    }

    /** Returns the classes of a module with one class, {@code sample.Sample}, that has the given members. */
    JavaClasses withMembers(String members) throws IOException {
        return withSources(
                Map.of("sample/Sample.java", "package sample;\npublic class Sample {\n" + members + "\n}\n"));
    }

    /** Returns the classes of a module with the given sources, by path. */
    JavaClasses withSources(Map<String, String> sources) throws IOException {
        write(sources);
        compile();
        return module().mainClasses();
    }

    /** Writes sources without compiling them. */
    void write(Map<String, String> sources) throws IOException {
        for (Map.Entry<String, String> source : sources.entrySet()) {
            Path file = folder.resolve("src/main/java").resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
        }
    }

    ModuleFolder module() {
        return new ModuleFolder(folder);
    }

    private void compile() throws IOException {
        Path classes = Files.createDirectories(folder.resolve("target/classes"));
        Files.createDirectories(folder.resolve("target/test-classes"));
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-Xlint:none", "-d", classes.toString()));
        arguments.addAll(List.of("-classpath", System.getProperty("java.class.path")));
        try (var files = Files.walk(folder.resolve("src/main/java"))) {
            files.filter(file -> file.toString().endsWith(".java")).forEach(file -> arguments.add(file.toString()));
        }
        int code = ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
        if (code != 0) {
            throw new IllegalStateException("The planted mistake does not compile");
        }
    }
}
