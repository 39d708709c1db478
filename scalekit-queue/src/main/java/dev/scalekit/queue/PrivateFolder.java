package dev.scalekit.queue;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Optional;
import java.util.Set;

/**
 * A directory that nobody but this process's user can write to: whoever can may replace what is in it. Where a file system
 * has no owners and permissions of POSIX, as on Windows, only links are looked for. Thread-safe.
 */
final class PrivateFolder {
    private static final FileAttribute<?> OURS_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Path SELF = Path.of("/proc/self");

    private PrivateFolder() {}

    /**
     * Creates the directory if it is missing, for its owner only and so that it survives a power cut; and checks it.
     *
     * @return its path without links
     * @throws IllegalArgumentException if its parent is missing; if it is a link, no directory, another user's, or others
     *     may write to it. The message says how to mend it; nothing was changed
     */
    static Path require(Path directory) throws IOException {
        if (Files.notExists(directory, LinkOption.NOFOLLOW_LINKS)) {
            create(directory.toAbsolutePath());
        }
        if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            String is = Files.isSymbolicLink(directory) ? "a symbolic link, which could be pointed elsewhere" : "none";
            throw new IllegalArgumentException("directory must be a directory, and " + directory + " is " + is);
        }
        if (FolderDisk.isPosix(directory)) {
            requireOurs(directory);
        }
        return directory.toRealPath();
    }

    private static void create(Path directory) throws IOException {
        Path parent = directory.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new IllegalArgumentException(
                    "directory must be in one that exists, and " + parent + " does not: create it first");
        }
        try {
            Files.createDirectory(directory, FolderDisk.isPosix(parent) ? new FileAttribute<?>[] {OURS_ONLY} : none());
            FolderDisk.force(parent);
        } catch (FileAlreadyExistsException e) {
            // Somebody was faster. Whether it is ours is checked next.
        }
    }

    private static void requireOurs(Path directory) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        Set<PosixFilePermission> permissions = attributes.permissions();
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)
                || permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            throw new IllegalArgumentException("directory must not be writable by others than its owner, and "
                    + directory + " has " + PosixFilePermissions.toString(permissions) + ": run chmod go-w "
                    + directory);
        }
        UserPrincipal owner = attributes.owner();
        if (!Optional.of(owner).equals(userOfThisProcess()) && !owner.equals(ownerOfNewFile(directory))) {
            throw new IllegalArgumentException("directory must belong to the user of this process, and " + directory
                    + " belongs to " + owner.getName() + ": run chown, or run the process as that user");
        }
    }

    /** Asks the kernel, which needs no room on the disk: a queue on a full one must open, to be read. Empty if it does not tell. */
    private static Optional<UserPrincipal> userOfThisProcess() {
        try {
            return Optional.of(Files.getOwner(SELF));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** The name of the user tells nothing: a container may have none, and a network file system may map it to another. */
    private static UserPrincipal ownerOfNewFile(Path directory) throws IOException {
        Path probe;
        try {
            probe = Files.createTempFile(directory, "owner-", ".probe");
        } catch (IOException e) {
            throw new IOException("Nothing can be written to " + directory, e);
        }
        try {
            return Files.getOwner(probe);
        } finally {
            Files.delete(probe);
        }
    }

    private static FileAttribute<?>[] none() {
        return new FileAttribute<?>[0];
    }
}
