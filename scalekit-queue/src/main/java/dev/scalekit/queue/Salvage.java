package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Copies a queue that refuses to open because its files are damaged, as far as they can be read, and says what is lost.
 *
 * <p>The damaged directory is not changed, but for its lock files; it is locked meanwhile. The new one holds every record that
 * was acknowledged and whose checksums hold, with the identity that it had, and opens as a queue. Thread-safe.
 */
public final class Salvage {
    private Salvage() {}

    /**
     * Salvages a queue. It takes about as long as reading it two times, and as much space as it has.
     *
     * @param from the damaged queue's directory
     * @param to the new directory, which does not exist yet, in one that does; it appears once all is in it and durable
     * @return what was kept, and exactly what is lost
     * @throws QueueInUseException if the damaged queue is open
     * @throws CorruptLogException if nothing can be salvaged, as no file's header can be read
     * @throws UnknownFormatException if a file was written by another version
     * @throws IllegalArgumentException if {@code from} is no queue, or is not this user's alone, or {@code to} exists
     * @throws IOException if the new directory cannot be written; what there is of it is at {@code to} with the ending {@code
     *     .unfinished}, to be deleted. What cannot be read is no exception but part of the report
     */
    public static SalvageReport run(Path from, Path to) throws IOException {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        return IoThread.call("scalekit-queue-salvage", () -> copy(from, to.toAbsolutePath()));
    }

    /**
     * Salvages a queue and prints the report.
     *
     * @param arguments the damaged queue's directory, and the new one
     */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 2) {
            throw new IllegalArgumentException(
                    "Usage: " + Salvage.class.getName() + " <damaged directory> <new directory>");
        }
        SalvageReport report = run(Path.of(arguments[0]), Path.of(arguments[1]));
        // The output of a command, and not a line of a log. Not closed: standard output is the process's.
        PrintWriter out = new PrintWriter(new FileOutputStream(FileDescriptor.out), false, Charset.defaultCharset());
        report.lines().forEach(out::println);
        out.flush();
    }

    private static SalvageReport copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("from must be the directory of a queue: " + from);
        }
        if (to.normalize().startsWith(from.toAbsolutePath().normalize())) {
            throw new IllegalArgumentException("to must not be in from, which is not changed: " + to);
        }
        Path unfinished = to.resolveSibling(to.getFileName() + ".unfinished");
        requireMissing(to);
        requireMissing(unfinished);
        SalvageReport report;
        try (FolderLock source = FolderLock.of(from);
                DamagedLog log = DamagedLog.open(new FolderDisk(source.directory()));
                FolderLock target = FolderLock.of(unfinished)) {
            report = SalvageRun.copy(log, new FolderDisk(target.directory()));
        }
        Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
        FolderDisk.force(requireNonNull(to.getParent(), "parent"));
        return report;
    }

    private static void requireMissing(Path path) {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException("to must not exist yet: delete " + path + ", or name another one");
        }
    }
}
