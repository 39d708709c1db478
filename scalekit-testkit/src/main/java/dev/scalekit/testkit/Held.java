package dev.scalekit.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What this JVM holds at a moment. Immutable.
 *
 * @param threads live ones, but for those that the JDK and the test framework keep
 * @param processes descendants of this JVM that are not just zombies
 * @param open what the file descriptors refer to, one of each: a socket's number is its own
 * @param folders names of temporary folders that this JVM's testkit made
 */
record Held(Set<Thread> threads, Set<ProcessHandle> processes, Set<String> open, Set<String> folders) {
    /**
     * Started by the first use and kept by the JDK, the test framework or the driver, whatever a test does. The JDK's
     * HttpClient has no close before JDK 21: its selector ends some time after nobody refers to it any more, and its workers a
     * minute after their last task. Selenium's UrlChecker stays for a minute, and the
     * flight recorder's threads for good. So do those that the AWS wrapper starts when the driver manager looks for drivers.
     */
    private static final Pattern KEPT_THREADS = Pattern.compile(
            "ForkJoinPool\\.commonPool-.*|CompletableFutureDelayScheduler|HttpClient-\\d+-(SelectorManager|Worker-\\d+)"
                    + "|junit-.*|surefire.*|ping-.*|main|PostgreSQL-JDBC-(Cleaner|SharedTimer.*)|UrlChecker-.*|JFR .*"
                    + "|AWS Advanced JDBC Wrapper (bep|msi|ssi)-.*");

    /** Opened by class loading, Lincheck's too, random numbers and the kernel's own notification objects. */
    private static final Pattern KEPT_OPEN = Pattern.compile(".*\\.(jar|class)|/dev/.*|/proc/.*|anon_inode:.*|"
            + Pattern.quote(System.getProperty("java.home")) + ".*|.*/lib/modules");

    static {
        openWhatTheJdkKeeps();
    }

    static Held now() {
        return new Held(threadsNow(), processesNow(), openNow(), foldersNow());
    }

    Held without(Held before) {
        return new Held(
                minus(threads, before.threads),
                minus(processes, before.processes),
                minus(open, before.open),
                minus(folders, before.folders));
    }

    boolean isNothing() {
        return threads.isEmpty() && processes.isEmpty() && open.isEmpty() && folders.isEmpty();
    }

    String report() {
        StringJoiner lines = new StringJoiner("\n");
        for (Thread thread : threads) {
            lines.add("thread \"" + thread.getName() + "\"" + (thread.isDaemon() ? ", a daemon" : ""));
            Arrays.stream(thread.getStackTrace()).limit(12).forEach(frame -> lines.add("    at " + frame));
        }
        processes.forEach(process -> lines.add(
                "process " + process.pid() + " " + process.info().commandLine().orElse("")));
        open.forEach(target -> lines.add((target.startsWith("socket:") ? "open " : "open file ") + target));
        folders.forEach(folder -> lines.add("temporary folder " + folder));
        return lines.toString();
    }

    private static <T> Set<T> minus(Set<T> now, Set<T> before) {
        Set<T> more = new HashSet<>(now);
        more.removeAll(before);
        return more;
    }

    private static Set<Thread> threadsNow() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !isOfTheJvm(thread)
                        && !KEPT_THREADS.matcher(thread.getName()).matches())
                .collect(Collectors.toSet());
    }

    /**
     * The JDK puts its own threads (cleaners, process reapers, signal dispatcher) into the topmost group, and those that carry
     * virtual threads, which stay for a while, into one of their own.
     */
    private static boolean isOfTheJvm(Thread thread) {
        ThreadGroup group = thread.getThreadGroup();
        return group == null
                || group.getParent() == null
                || group.getName().startsWith("Innocuous")
                || group.getName().equals("CarrierThreads");
    }

    private static Set<ProcessHandle> processesNow() {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> !OwnedProcess.isGone(process))
                .collect(Collectors.toSet());
    }

    private static Set<String> openNow() {
        File[] descriptors = new File("/proc/self/fd").listFiles();
        return Stream.of(descriptors == null ? new File[0] : descriptors)
                .flatMap(descriptor -> target(descriptor.toPath()).stream())
                .filter(target -> !KEPT_OPEN.matcher(target).matches())
                .collect(Collectors.toSet());
    }

    private static List<String> target(Path descriptor) {
        try {
            return List.of(Files.readSymbolicLink(descriptor).toString());
        } catch (IOException e) {
            // Closed since we listed it.
            return List.of();
        }
    }

    private static Set<String> foldersNow() {
        String ours = "-" + ProcessHandle.current().pid() + "-";
        String[] names = new File(System.getProperty("java.io.tmpdir"))
                .list((folder, name) -> name.startsWith("scalekit-") && name.contains(ours));
        return names == null ? Set.of() : Set.of(names);
    }

    /** The first socket and the first socket that is closed while in use make the JDK open one that it keeps. */
    private static void openWhatTheJdkKeeps() {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            accepted.getOutputStream().write(client.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("The loopback address does not work", e);
        }
    }
}
