package dev.scalekit.queue;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A folder of the file system. Thread-safe. */
final class FolderDisk implements Disk {
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
    private final FileAttribute<?>[] attributes;

    /**
     * Takes a folder that exists.
     *
     * @throws IOException if its file system cannot be asked
     */
    FolderDisk(Path folder) throws IOException {
        this.folder = folder;
        this.attributes =
                Files.getFileStore(folder).supportsFileAttributeView("posix") ? OURS_ONLY : new FileAttribute<?>[0];
    }

    @Override
    public Set<String> list() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        }
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new ChannelFile(FileChannel.open(folder.resolve(name), CREATE, attributes));
    }

    @Override
    public DiskFile open(String name) throws IOException {
        return new ChannelFile(FileChannel.open(folder.resolve(name), OPEN));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(folder.resolve(from), folder.resolve(to), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.delete(folder.resolve(name));
    }

    @Override
    public void forceDirectory() throws IOException {
        // Works on Linux and macOS; a folder cannot be opened so on Windows, which keeps its folders by a journal.
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
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
