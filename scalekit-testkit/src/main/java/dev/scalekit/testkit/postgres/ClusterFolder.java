package dev.scalekit.testkit.postgres;

import dev.scalekit.testkit.Closing;
import dev.scalekit.testkit.OwnedProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;

/**
 * The folder of a cluster. It goes with this JVM, however that ends, and whichever servers run then. Thread-safe.
 *
 * @param path absolute
 * @param watcher sleeps for as long as this JVM lives; what matters is the shell that watches over it
 */
record ClusterFolder(Path path, OwnedProcess watcher) implements AutoCloseable {
    /*
     * Each server has a watcher of its own that ends it within two seconds, but none when it was killed or stopped, and
     * none while its files are made. A process that is just ending may still write a file, hence the repetition.
     */
    private static final String ORPHANED = """
            kill -9 $child; sleep 3
            for again in 1 2 3 4 5 6 7 8 9 10; do rm -rf "$SCALEKIT_FOLDER" && break; sleep 1; done
            """;

    /** Makes a new folder in another one. */
    static ClusterFolder in(Path parent) throws IOException {
        String name = "scalekit-pg-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        Path path = Files.createDirectories(parent).toAbsolutePath().resolve(name);
        String orphaned = "SCALEKIT_FOLDER='" + path.toString().replace("'", "'\\''") + "'\n" + ORPHANED;
        // Before the folder is there, so that it is never there unwatched.
        OwnedProcess watcher =
                OwnedProcess.start(name, List.of("sleep", "1000000000"), Path.of("/dev/null"), false, orphaned);
        try {
            // The servers' account, where it is another, must be able to reach its own folder in here.
            Files.createDirectory(path);
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
        } catch (IOException e) {
            watcher.close();
            throw e;
        }
        return new ClusterFolder(path, watcher);
    }

    /** Deletes the folder with all that is in it. A second call does nothing. */
    @Override
    public void close() {
        Closing.all(List.of(this::delete, watcher::close));
    }

    private void delete() {
        try {
            PgDirectory.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not delete " + path, e);
        }
    }
}
