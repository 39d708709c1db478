package dev.scalekit.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The folder for the files of one run, which goes with it. */
final class RunFolder implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("run-([0-9]{1,18})");

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /** Creates the folder of this process, and deletes those that killed processes have left. */
    static RunFolder in(Path parent) throws IOException {
        Files.createDirectories(parent);
        for (Path left : children(parent)) {
            Matcher name = NAME.matcher(left.getFileName().toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1)))
                            .filter(ProcessHandle::isAlive)
                            .isEmpty()) {
                delete(left);
            }
        }
        Path path = parent.resolve("run-" + ProcessHandle.current().pid());
        delete(path);
        Files.createDirectory(path);
        // PostgreSQL may run under another account, which must get through to its own folder in here.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        return new RunFolder(path.toAbsolutePath());
    }

    Path path() {
        return path;
    }

    @Override
    public void close() throws IOException {
        delete(path);
    }

    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.toList();
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // Nothing to delete.
        }
    }
}
