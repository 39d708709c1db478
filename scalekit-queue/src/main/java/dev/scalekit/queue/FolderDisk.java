package dev.scalekit.queue;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of the file system, which may hold what a hostile hand has put there. Thread-safe.
 *
 * <p>Its files are those whose names are of small letters, digits, dots and dashes and do not begin with a dot or dash, at
 * most 64 characters; others are not seen. So no name leads out of it, and none is the lock's.
 */
final class FolderDisk implements Disk {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]{0,63}");

    /** Keeps its folders by a journal, and cannot open one to force it (LUCENE-8843). */
    private static final boolean WINDOWS = System.getProperty("os.name", "").startsWith("Windows");

    private static final FileAttribute<?>[] OURS_ONLY = {
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
    private static final Set<OpenOption> CREATE = Set.of(
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> OPEN =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private final Path folder;
    private final FileStore store;
    private final FileAttribute<?>[] attributes;

    /**
     * Takes a folder that exists.
     *
     * @throws IOException if its file system cannot be asked
     */
    FolderDisk(Path folder) throws IOException {
        this.folder = folder;
        this.store = Files.getFileStore(folder);
        this.attributes = attributesOfFiles(folder);
    }

    /** Returns what files in a folder are created with. */
    static FileAttribute<?>[] attributesOfFiles(Path folder) throws IOException {
        return isPosix(folder) ? OURS_ONLY : new FileAttribute<?>[0];
    }

    /** Returns whether files have owners and permissions of POSIX there. */
    static boolean isPosix(Path path) throws IOException {
        return Files.getFileStore(path).supportsFileAttributeView("posix");
    }

    @Override
    public Set<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> NAME.matcher(name).matches())
                    .collect(Collectors.toSet());
        } catch (UncheckedIOException e) {
            // The stream has no other way to say that the folder cannot be read on.
            throw e.getCause();
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new ChannelFile(FileChannel.open(path(name), CREATE, attributes));
    }

    @Override
    public DiskFile createUnforced(String name) throws IOException {
        return create(name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        Path file = path(name);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS) && !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileSystemException(file.toString(), null, "it is a link, or no regular file");
        }
        // Refuses a link itself: one may have come since.
        return new ChannelFile(FileChannel.open(file, OPEN));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(path(from), path(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(path(name));
    }

    @Override
    public void forceDirectory() throws IOException {
        force(folder);
    }

    /** Forces what was created, renamed and deleted in a folder. */
    static void force(Path folder) throws IOException {
        if (WINDOWS) {
            return;
        }
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    @Override
    public long usableSpace() throws IOException {
        return store.getUsableSpace();
    }

    private Path path(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("The name of a file must match " + NAME + ": " + name);
        }
        return folder.resolve(name);
    }

    @Override
    public String toString() {
        return folder.toString();
    }

    private record ChannelFile(FileChannel channel) implements DiskFile {
        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            long at = offset;
            while (bytes.hasRemaining()) {
                int written = channel.write(bytes, at);
                if (written <= 0) {
                    throw new EOFException("The file takes no more bytes at offset " + at);
                }
                at += written;
            }
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            int before = into.position();
            while (into.hasRemaining() && channel.read(into, offset + into.position() - before) > 0) {
                // As far as the file goes.
            }
            return into.position() - before;
        }

        @Override
        public void force(boolean size) throws IOException {
            channel.force(size);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
