package dev.scalekit.testkit.architecture;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Java sources with their trees and the type of every expression, as the compiler of the running JDK sees them.
 *
 * <p>The class path is the one of the running test, so everything that the module compiles against resolves. Module
 * descriptors are left out, because on a class path there are no modules. Immutable.
 */
record JavaSources(List<CompilationUnitTree> units, Trees trees, Types types, Elements elements) {

    /** The language level and JDK of the libraries, whatever JDK runs the test. */
    private static final String RELEASE = "17";

    /** Whether there is a source below the folder; the compiler calls it an error if there is none. */
    static boolean exist(Path folder) throws IOException {
        return below(folder).length > 0;
    }

    /**
     * Reads all sources below a folder.
     *
     * @throws IllegalStateException if the sources do not compile: nothing can be said about them then
     */
    static JavaSources read(Path folder) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        if (compiler == null) {
            throw new IllegalStateException("This Java has no compiler: run the tests on a JDK, not on a JRE");
        }
        DiagnosticCollector<JavaFileObject> findings = new DiagnosticCollector<>();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(findings, Locale.ROOT, UTF_8)) {
            JavacTask task = (JavacTask)
                    compiler.getTask(null, files, findings, options(), null, files.getJavaFileObjects(below(folder)));
            List<CompilationUnitTree> units = new ArrayList<>();
            task.parse().forEach(units::add);
            task.analyze();
            requireNoErrors(folder, findings);
            return new JavaSources(List.copyOf(units), Trees.instance(task), task.getTypes(), task.getElements());
        }
    }

    private static List<String> options() {
        String classPath = System.getProperty("java.class.path");
        return List.of("--release", RELEASE, "-proc:none", "-implicit:none", "-nowarn", "-classpath", classPath);
    }

    private static Path[] below(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.endsWith("module-info.java"))
                    .sorted()
                    .toArray(Path[]::new);
        }
    }

    private static void requireNoErrors(Path folder, DiagnosticCollector<JavaFileObject> findings) {
        List<String> errors = findings.getDiagnostics().stream()
                .filter(finding -> finding.getKind() == Diagnostic.Kind.ERROR)
                .map(finding -> finding.toString())
                .toList();
        if (!errors.isEmpty()) {
            throw new IllegalStateException(
                    "The sources in " + folder + " do not compile:\n" + String.join("\n", errors));
        }
    }
}
