package dev.scalekit.testkit.postgres;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.OwnedProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** One life of a server: the postmaster and the processes that it forks. One operator thread at a time. */
final class PgProcess {
    /*
     * What becomes of a server whose JVM is gone. SIGQUIT is PostgreSQL's immediate shutdown, which also frees its shared
     * memory; processes that were paused must go on to hear of it. Two seconds later whatever is left is killed. The files
     * are the part of ClusterFolder.
     */
    private static final String ORPHANED =
            "kill -QUIT $child; kill -CONT $child $others; sleep 2; kill -9 $child $others";

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final OwnedProcess postmaster;
    private final Supplier<String> log;

    PgProcess(String name, List<String> command, Path logFile, Supplier<String> log) {
        this.postmaster = OwnedProcess.start(name, command, logFile, false, ORPHANED);
        this.log = log;
    }

    boolean isAlive() {
        return postmaster.isAlive();
    }

    /**
     * Waits until the server takes connections.
     *
     * @param problem why it does not yet; empty when it does
     */
    void awaitReady(Supplier<Optional<String>> problem) {
        Await.until(
                postmaster + " to take connections",
                PATIENCE,
                () -> !isAlive() || problem.get().isEmpty(),
                log);
        if (!isAlive()) {
            throw new IllegalStateException(postmaster + " ended at once, exit code "
                    + postmaster.exitCode().orElse(-1) + log.get());
        }
    }

    /** SIGINT is the "fast" shutdown (PostgreSQL 18 manual, section 18.5). */
    void shutDown() {
        end("INT");
    }

    void kill() {
        // Stopped, the postmaster forks no more, so the list is whole and nobody is left to finish a commit.
        postmaster.signal("STOP", List.of());
        List<ProcessHandle> children = postmaster.descendants();
        postmaster.kill();
        children.forEach(ProcessHandle::destroyForcibly);
        Await.until("the end of " + children, PATIENCE, () -> children.stream().allMatch(OwnedProcess::isGone));
        postmaster.close();
    }

    void pause() {
        postmaster.signal("STOP", List.of());
        List<ProcessHandle> children = postmaster.descendants();
        // Told first: if we die between the two, the paused ones are known.
        postmaster.endTogetherWith(children);
        postmaster.signal("STOP", children);
    }

    void resume() {
        postmaster.signal("CONT", postmaster.descendants());
        postmaster.endTogetherWith(List.of());
    }

    /** Ends the server without a checkpoint, but with its shared memory freed. */
    void close() {
        if (isAlive()) {
            List<ProcessHandle> all = postmaster.descendants();
            postmaster.signal("QUIT", List.of());
            postmaster.signal("CONT", all);
            if (!postmaster.awaitExit(Duration.ofSeconds(10))) {
                kill();
            }
        }
        postmaster.close();
    }

    private void end(String signal) {
        postmaster.signal(signal, List.of());
        if (!postmaster.awaitExit(PATIENCE)) {
            throw new IllegalStateException(postmaster + " did not end within " + PATIENCE + log.get());
        }
        postmaster.close();
    }
}
