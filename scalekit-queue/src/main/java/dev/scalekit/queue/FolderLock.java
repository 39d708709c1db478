package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** The right to a queue's directory: one owner at a time, in all processes together. Thread-safe. */
final class FolderLock implements AutoCloseable {
    /*
     * Two files. LOCK keeps out other processes: the kernel releases it with the process, whatever ends that.
     *
     * It cannot keep out a second open in this JVM. Java would refuse it the lock, but on POSIX systems closing any
     * descriptor of a file gives up the process's locks on it, so the one who was refused would take the lock from the
     * owner by closing his channel, and a second process could come in. So whoever wants in locks LOCK.jvm first. That
     * lock is shared, so processes never refuse it to each other and it does not matter that it is lost in the same way;
     * but Java has one table of locks for all of the JVM, across class loaders, and refuses an overlapping one of any
     * kind. It is this table that we are after: a registry of our own would be static state, and one for each class
     * loader.
     *
     * For the same reason nobody in this JVM must open LOCK and close it, a backup of the directory for example. Neither
     * file is ever deleted: whoever has it open would hold the lock of a file that nobody else can see.
     */
    static final String PROCESS_FILE = "LOCK";
    static final String JVM_FILE = "LOCK.jvm";

    /** Far behind the text: where locks are mandatory, as on Windows, the text can still be read. */
    private static final long LOCKED_BYTE = 1L << 32;

    private static final int TEXT_BYTES = 256;
    private static final Path HOST_NAME = Path.of("/proc/sys/kernel/hostname");
    private static final Set<OpenOption> OPEN_OR_CREATE = Set.of(
            StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path directory;
    /** Held on to: the JVM's table forgets a lock that nobody refers to. */
    private final FileLock jvm;

    private final FileLock process;

    private FolderLock(Path directory, FileLock jvm, FileLock process) {
        this.directory = directory;
        this.jvm = jvm;
        this.process = process;
    }

    /**
     * Takes the directory, and creates it if it is missing. Also on a thread that is interrupted, which it then still is.
     *
     * @throws QueueInUseException if it is taken, with its owner
     * @throws IllegalArgumentException if it is not ours alone, as {@link PrivateFolder#require} says
     */
    static FolderLock of(Path directory) throws IOException {
        return IoThread.call("scalekit-queue-lock", () -> lock(PrivateFolder.require(directory)));
    }

    private static FolderLock lock(Path directory) throws IOException {
        FileLock jvm = lock(directory, JVM_FILE, true);
        try {
            FileLock process = lock(directory, PROCESS_FILE, false);
            return new FolderLock(directory, jvm, process);
        } catch (IOException | RuntimeException e) {
            close(jvm.acquiredBy(), e);
            throw e;
        }
    }

    private static FileLock lock(Path directory, String name, boolean shared) throws IOException {
        FileChannel channel = open(directory, name);
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, shared);
            if (lock == null) {
                throw new QueueInUseException(directory.toString(), owner(channel));
            }
            if (!shared) {
                writeOwner(channel);
            }
            return lock;
        } catch (OverlappingFileLockException e) {
            close(channel, e);
            throw new QueueInUseException(
                    directory.toString(),
                    "this process, " + ProcessHandle.current().pid());
        } catch (IOException | RuntimeException e) {
            close(channel, e);
            throw e;
        }
    }

    private static FileChannel open(Path directory, String name) throws IOException {
        Path file = directory.resolve(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IllegalArgumentException(file + " must be a regular file: delete it if no queue is open here");
        }
        return FileChannel.open(file, OPEN_OR_CREATE, FolderDisk.attributesOfFiles(directory));
    }

    private static String owner(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(TEXT_BYTES);
        channel.read(text, 0);
        String owner = StandardCharsets.UTF_8.decode(text.flip()).toString().strip();
        return owner.isEmpty() ? "another process" : owner;
    }

    private static void writeOwner(FileChannel channel) {
        ProcessHandle self = ProcessHandle.current();
        String text = "process " + self.pid() + " on " + host() + ", started "
                + self.info().startInstant().map(Instant::toString).orElse("at an unknown time");
        ByteBuffer padded = ByteBuffer.allocate(TEXT_BYTES);
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        padded.put(bytes, 0, Math.min(bytes.length, TEXT_BYTES));
        while (padded.hasRemaining()) {
            padded.put((byte) (padded.remaining() == 1 ? '\n' : ' '));
        }
        try {
            channel.write(padded.flip(), 0);
        } catch (IOException e) {
            // On a full disk, for one. The text is only for those who are refused; a queue must open, to be read.
        }
    }

    /** Asks the kernel or the environment, not the network: a name server may take its time. */
    private static String host() {
        try {
            return Files.readString(HOST_NAME).strip();
        } catch (IOException e) {
            return Optional.ofNullable(System.getenv("HOSTNAME"))
                    .or(() -> Optional.ofNullable(System.getenv("COMPUTERNAME")))
                    .orElse("an unknown host");
        }
    }

    /** Returns the directory, without links in its path. */
    Path directory() {
        return directory;
    }

    /** Gives the directory back. */
    @Override
    public void close() throws IOException {
        // In this order: from when LOCK.jvm is free, somebody in this JVM may open LOCK.
        try {
            process.acquiredBy().close();
        } finally {
            jvm.acquiredBy().close();
        }
    }

    private static void close(Channel channel, Exception cause) {
        try {
            channel.close();
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public String toString() {
        return "FolderLock[" + directory + "]";
    }
}
