package dev.scalekit.testkit.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The files of one server. */
record PgDirectory(Path path) {

    /** Copies a folder, but only the entries whose path within it passes; a file that vanishes meanwhile is left out. */
    static void copy(Path source, Path target, Predicate<Path> wanted) throws IOException {
        Files.walkFileTree(source, new VanishingFiles() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) throws IOException {
                Path within = source.relativize(folder);
                if (!within.toString().isEmpty() && !wanted.test(within)) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectory(
                        target.resolve(within),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
                return FileVisitResult.CONTINUE;
            }

            @Override
            void visit(Path file) throws IOException {
                Path within = source.relativize(file);
                if (wanted.test(within)) {
                    Files.copy(file, target.resolve(within));
                }
            }
        });
    }

    /** Deletes a folder with all that is in it, also while a dying server still drops files of its own. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        Files.walkFileTree(folder, new VanishingFiles() {
            @Override
            void visit(Path file) throws IOException {
                Files.delete(file);
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Appends settings to the file that the server reads last. Later lines win over earlier ones. */
    void configure(Map<String, String> settings) throws IOException {
        StringBuilder lines = new StringBuilder();
        settings.forEach((name, value) ->
                lines.append(name).append(" = ").append(PgServer.literal(value)).append('\n'));
        Files.writeString(
                path.resolve("postgresql.auto.conf"), lines, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** Makes the next start a standby that follows whatever {@code primary_conninfo} names. */
    void makeStandby() throws IOException {
        Files.writeString(path.resolve("standby.signal"), "");
    }

    /**
     * Removes the few bytes of System V shared memory that a killed server leaves behind: the machine has room for only
     * 4,096 such segments, and thousands of kills are what this testkit is for.
     */
    void releaseSharedMemory() {
        releaseSharedMemory("ipcrm");
    }

    /** Does nothing on a machine without the program: it keeps the segment, which is no reason to fail a test. */
    void releaseSharedMemory(String ipcrm) {
        try {
            List<String> lines = Files.readAllLines(path.resolve("postmaster.pid"), StandardCharsets.US_ASCII);
            // Line 7 is "key id" (src/include/utils/pidfile.h, LOCK_FILE_LINE_SHMEM_KEY); it is written late in the
            // start.
            if (lines.size() < 7) {
                return;
            }
            String id = lines.get(6).substring(lines.get(6).lastIndexOf(' ') + 1);
            remove(ipcrm, id);
        } catch (NoSuchFileException e) {
            // Shut down in order: nothing is left.
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read what shared memory is that of " + path, e);
        }
    }

    private static void remove(String ipcrm, String id) {
        try {
            new ProcessBuilder(ipcrm, "-m", id)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            // The program is not there.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Passes over what is gone: a server drops files at any time; its log says so, and replay drops them again. */
    private abstract static class VanishingFiles extends SimpleFileVisitor<Path> {

        abstract void visit(Path file) throws IOException;

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
            try {
                visit(file);
            } catch (NoSuchFileException e) {
                return visitFileFailed(file, e);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw e;
        }
    }
}
