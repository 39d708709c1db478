package dev.scalekit.testkit.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;

/** The limit on lines of code in one source file. Not instantiable. */
final class FileLength {

    /** Above 300 somebody looks twice; above this somebody splits. Blank lines and comments are free. */
    static final int MAXIMUM = 400;

    private FileLength() {}

    /** Returns one line for each source file that is too long, in the order of their paths. */
    static List<String> violations(Path sources, JavaClasses classes) throws IOException {
        try (Stream<Path> files = Files.walk(sources)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !isJdbcDelegate(sources.relativize(file), classes))
                    .sorted()
                    .filter(file -> codeLines(file) > MAXIMUM)
                    .map(file -> "%s: %d lines of code".formatted(sources.relativize(file), codeLines(file)))
                    .toList();
        }
    }

    /** A delegate is as long as the interface that it delegates: Connection alone has over fifty methods. */
    private static boolean isJdbcDelegate(Path file, JavaClasses classes) {
        String name = file.toString()
                .replace(".java", "")
                .replace(file.getFileSystem().getSeparator(), ".");
        if (!classes.contain(name)) {
            return false;
        }
        JavaClass type = classes.get(name);
        return Stream.of(Connection.class, Statement.class, ResultSet.class, DatabaseMetaData.class)
                .anyMatch(type::isAssignableTo);
    }

    private static long codeLines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip)
                    .filter(line -> !line.isEmpty() && !line.startsWith("//"))
                    .filter(line -> !line.startsWith("/*") && !line.startsWith("*"))
                    .count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
