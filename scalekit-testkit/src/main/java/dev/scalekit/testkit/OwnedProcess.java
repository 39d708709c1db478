package dev.scalekit.testkit;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A child process that cannot outlive this JVM, however this JVM ends: by {@code exit}, by a crash or by kill -9.
 *
 * <p>What a terminal sends to everybody at once, such as SIGINT by Ctrl-C, does not reach the child where there is a
 * {@code setsid} command (Linux has one, macOS has not): whoever owns it ends it, in the order that is right.
 *
 * <p>Needs a POSIX shell ({@code /bin/sh}). The child's standard input is empty, and it starts with SIGINT and SIGQUIT
 * ignored, as commands in the background do: only a program with handlers of its own hears of them. Thread-safe.
 */
public final class OwnedProcess implements AutoCloseable {
    /*
     * A shell stands between us and the child. It hands the reading end of a pipe to a watcher, another shell; the only
     * writing end is ours, and the kernel closes it when we die, whatever we die of. A shutdown hook would not run after
     * kill -9, and the "parent died" signal of Linux follows the thread that forked, not the process, and is unknown on
     * other systems.
     *
     * The inner shell prints its own process id before it becomes the command, so there is no moment at which a child
     * runs that nobody watches. It does so after setsid, which would fork if it led a process group. Reading the pipe is a
     * builtin, so that the watcher has no child of its own to leave behind. Once we are dead, the watcher finishes what it
     * has to do although the outer shell, whose child it ends, ends it.
     *
     * Child and watcher have sessions of their own, so a signal to our process group (a terminal, a build server that
     * gives up on us) reaches only us and the outer shell. That one must live as long as the child does, so it ignores
     * what can be ignored; first it must trap the same, as what a shell ignores its child ignores too. Were it to trap
     * them for longer, wait would end early, and bash may then lose the child's exit code. After a SIGKILL of the whole
     * group the watcher is still there to end the child.
     *
     * What the pipe carries: each line replaces the list of further processes to end together with the child.
     * What the shell returns: the exit code of the child, 128 + n where signal n ended it.
     */
    private static final String SHELL = """
            orphaned=$1 piped=$2 log=$3; shift 3
            trap : INT HUP QUIT TERM
            session=; command -v setsid >/dev/null && session=setsid
            exec 3<&0
            $session sh -c 'echo $$; piped=$1 log=$2; shift 2; exec 3<&-
                if [ -n "$log" ]; then exec 2>>"$log"; [ "$piped" ] || exec >&2; fi
                exec "$@"' sh "$piped" "$log" "$@" </dev/null &
            child=$!
            trap '' INT HUP QUIT TERM
            $session sh -c 'child=$1 orphaned=$2 others=
                while read -r line; do others=$line; done
                trap "" USR1
                eval "$orphaned"' sh $child "$orphaned" <&3 3<&- >/dev/null 2>&1 &
            watcher=$!
            wait $child 2>/dev/null
            status=$?
            kill -USR1 $watcher 2>/dev/null
            wait $watcher 2>/dev/null
            exit $status
            """;

    /** Ends the child and the others at once. */
    public static final String KILL = "kill -9 $child $others";

    private final String name;
    private final Process shell;
    private final ProcessHandle child;
    private final BufferedReader output;

    private OwnedProcess(String name, Process shell) throws IOException {
        this.name = name;
        this.shell = shell;
        this.output = new BufferedReader(new InputStreamReader(shell.getInputStream(), StandardCharsets.UTF_8));
        String pid = output.readLine();
        if (pid == null) {
            shell.destroyForcibly();
            throw new IOException(name + " did not start: the shell ended without a process id");
        }
        // A child that is already gone has no handle any more; the shell still has its exit code.
        this.child = ProcessHandle.of(Long.parseLong(pid.strip())).orElse(shell.toHandle());
    }

    /**
     * Starts a command whose output goes to a file.
     *
     * @param name what the process is called in messages
     * @param command the program and its arguments
     * @param log appended to: standard output and standard error
     * @throws UncheckedIOException if the shell cannot be started
     */
    public static OwnedProcess start(String name, List<String> command, Path log) {
        return start(name, command, requireNonNull(log, "log"), false, KILL);
    }

    /**
     * Starts a command whose standard output is read through {@link #output()}.
     *
     * @param name what the process is called in messages
     * @param command the program and its arguments
     * @param errors appended to: standard error; {@code null} sends it to the standard error of this JVM
     * @throws UncheckedIOException if the shell cannot be started
     */
    public static OwnedProcess startPiped(String name, List<String> command, @Nullable Path errors) {
        return start(name, command, errors, true, KILL);
    }

    /**
     * Starts a command that is ended in its own way when this JVM dies.
     *
     * @param orphaned shell commands; {@code $child} is the process, {@code $others} what {@link #endTogetherWith} named
     */
    public static OwnedProcess start(
            String name, List<String> command, @Nullable Path log, boolean piped, String orphaned) {
        List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", SHELL, "sh", orphaned, piped ? "piped" : ""));
        line.add(log == null ? "" : log.toString());
        line.addAll(command);
        ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT);
        try {
            return new OwnedProcess(requireNonNull(name, "name"), builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException("Could not start " + name + ": " + command.get(0), e);
        }
    }

    /** Returns the process id of the command itself, not of the shell. */
    public long pid() {
        return child.pid();
    }

    /** Returns the standard output of a process that was started piped; at its end once the process is gone. */
    public BufferedReader output() {
        return output;
    }

    public boolean isAlive() {
        return shell.isAlive();
    }

    /** Returns the exit code, 128 + n where signal n ended the process; empty while it runs. */
    public OptionalInt exitCode() {
        return shell.isAlive() ? OptionalInt.empty() : OptionalInt.of(shell.exitValue());
    }

    /** Returns the processes that this one started, and theirs, as far as they still run. */
    public List<ProcessHandle> descendants() {
        return child.descendants().toList();
    }

    /**
     * Names further processes to be ended if this JVM dies; replaces those named before. For processes that would not
     * notice the death of their parent, such as stopped ones.
     */
    public void endTogetherWith(Collection<ProcessHandle> others) {
        String pids = others.stream().map(p -> Long.toString(p.pid())).collect(Collectors.joining(" "));
        try {
            shell.getOutputStream().write((pids + "\n").getBytes(StandardCharsets.US_ASCII));
            shell.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(name + " is gone", e);
        }
    }

    /** Ends the process by SIGKILL and waits until it is gone. Does nothing to a process that has ended. */
    public void kill() {
        if (shell.isAlive()) {
            child.destroyForcibly();
            if (!awaitExit(Duration.ofSeconds(30))) {
                throw new IllegalStateException(this + " is still there 30 s after SIGKILL");
            }
        }
    }

    /**
     * Sends a signal to the process and, after it, to others.
     *
     * @param signal the name without SIG, such as {@code STOP}; of {@code INT} and {@code QUIT} only a program with
     *     handlers of its own hears
     */
    public void signal(String signal, Collection<ProcessHandle> others) {
        List<String> command = new ArrayList<>(List.of("/bin/sh", "-c", "kill -\"$0\" \"$@\"", signal));
        command.add(Long.toString(pid()));
        others.forEach(other -> command.add(Long.toString(other.pid())));
        try {
            // A process that ended in the meantime makes kill complain; the caller sees that from the process itself.
            new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException("Could not signal " + this, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while signalling " + this, e);
        }
    }

    /** Waits until the process has ended; returns whether it has. */
    public boolean awaitExit(Duration timeout) {
        try {
            return shell.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of " + this, e);
        }
    }

    /**
     * Ends the process by SIGKILL, waits until it is gone and releases the pipe; also on a thread that is interrupted,
     * which it then still is.
     */
    @Override
    public void close() {
        Closing.all(List.of(this::kill, this::releasePipe));
    }

    private void releasePipe() {
        try {
            shell.getOutputStream().close();
            output.close();
        } catch (IOException e) {
            // The other end is gone already, which is what we want.
        }
    }

    /**
     * Returns whether a process does nothing any more. A process that nobody has waited for yet is a zombie: the JDK still
     * calls it alive, for as long as its parent, at last the first process of the machine, takes to collect it.
     */
    public static boolean isGone(ProcessHandle process) {
        if (!process.isAlive()) {
            return true;
        }
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"))
                    .contains(") Z ");
        } catch (IOException e) {
            return !process.isAlive();
        }
    }

    @Override
    public String toString() {
        return name + "[pid=" + pid() + "]";
    }
}
