package dev.scalekit.testkit.postgres;

import dev.scalekit.testkit.OwnedProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The data of a new server: what {@code initdb} makes, once, and copies of it from then on, which take a tenth of the time.
 * What is copied lies beside the server's programs, in the cache folder that all JVMs of this user share. Each copy has a
 * system identifier of its own.
 *
 * @param programs the folder that holds {@code bin/}
 */
record NewData(Path programs, ServerAccount account) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final List<String> OPTIONS = List.of(
            "--username=postgres", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions");

    /** Makes it in a folder that is not there yet. */
    void make(Path data) throws IOException {
        // Named by the options too, so that another release of this class does not take what it would not have made.
        Path kept =
                programs.resolveSibling(programs.getFileName() + "-data-" + Integer.toHexString(OPTIONS.hashCode()));
        if (Files.isDirectory(kept)) {
            PgDirectory.copy(kept, data, file -> true);
            SystemIdentifier.renew(data);
        } else {
            initdb(data);
            keep(data, kept);
        }
    }

    private static void keep(Path data, Path kept) throws IOException {
        Path folder = Files.createTempDirectory(kept.getParent(), "unpacking-");
        Path unfinished = folder.resolve("data");
        PgDirectory.copy(data, unfinished, file -> true);
        PgBinaries.moveUnlessThere(unfinished, kept);
        Files.delete(folder);
    }

    private void initdb(Path data) throws IOException {
        Files.createDirectory(data, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        account.own(data);
        List<String> command = new ArrayList<>(
                List.of(programs.resolve("bin").resolve("initdb").toString(), "-D", data.toString()));
        command.addAll(OPTIONS);
        Path log = data.resolveSibling("initdb.log");
        try (OwnedProcess initdb = OwnedProcess.start("initdb", account.command(command), log)) {
            if (!initdb.awaitExit(PATIENCE)) {
                throw new IllegalStateException(
                        "initdb did not end within " + PATIENCE.toSeconds() + " s:\n" + Files.readString(log));
            }
            int code = initdb.exitCode().orElseThrow();
            if (code != 0) {
                throw new IllegalStateException("initdb failed with exit code " + code + ":\n" + Files.readString(log));
            }
        }
        Files.delete(log);
    }
}
