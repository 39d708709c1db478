package dev.scalekit.testkit.postgres;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The account that the servers run under: PostgreSQL refuses to run as root.
 *
 * @param prefix put before each command of the server
 * @param owner the user id that must own the data, or -1 for our own
 */
record ServerAccount(List<String> prefix, int owner) {
    /** Prints the first of the folders, outermost first, that cannot be entered. */
    private static final String FIRST_CLOSED = "for folder do cd \"$folder\" || { printf %s \"$folder\"; exit; }; done";

    /*
     * A new user namespace without a mapping shows every user id as the overflow id 65534 (user_namespaces(7)): the
     * server sees itself as nobody and its files, which are root's, as nobody's, so both of its checks pass. Where such
     * namespaces are forbidden (containers with the usual seccomp profile, some hardened kernels) root can still become
     * nobody for real, and then the files must be nobody's too.
     */
    private static final ServerAccount OURSELVES = new ServerAccount(List.of(), -1);

    private static final ServerAccount NAMESPACE = new ServerAccount(List.of("unshare", "-U"), -1);
    private static final ServerAccount NOBODY =
            new ServerAccount(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"), 65534);

    /**
     * Returns the account for this JVM. {@code -Dscalekit.postgres.account=namespace|nobody} takes one of root's two ways
     * without trying the other.
     */
    static ServerAccount choose() throws IOException {
        return choose(userId() == 0, System.getProperty("scalekit.postgres.account", "any"), ServerAccount::works);
    }

    static ServerAccount choose(boolean root, String wanted, Predicate<ServerAccount> works) {
        if (!root) {
            return OURSELVES;
        }
        List<ServerAccount> ways = switch (wanted) {
            case "any" -> List.of(NAMESPACE, NOBODY);
            case "namespace" -> List.of(NAMESPACE);
            case "nobody" -> List.of(NOBODY);
            default ->
                throw new IllegalArgumentException(
                        "scalekit.postgres.account must be any, namespace or nobody: " + wanted);
        };
        return ways.stream()
                .filter(works)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("PostgreSQL does not run as root, and this machine lets root"
                                + " neither make a user namespace (unshare -U) nor become nobody (setpriv --reuid=65534): allow"
                                + " one of them, or run as an ordinary user"));
    }

    List<String> command(List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return whole;
    }

    /** Gives a file or a whole folder to the account. */
    void own(Path path) throws IOException {
        if (owner < 0) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.setAttribute(file, "unix:uid", owner);
                Files.setAttribute(file, "unix:gid", owner);
            }
        }
    }

    /**
     * Checks that the account can enter a folder; the server's own words about one that it cannot enter are obscure.
     *
     * @throws IllegalStateException if it cannot, with the folder on the way that keeps it out
     */
    void requireEntry(Path folder) throws IOException {
        if (prefix.isEmpty()) {
            return;
        }
        List<String> command = new ArrayList<>(command(List.of("/bin/sh", "-c", FIRST_CLOSED, "sh")));
        int first = command.size();
        for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
            command.add(first, at.toString());
        }
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String closed = new String(process.getInputStream().readAllBytes(), UTF_8);
        if (!closed.isEmpty()) {
            throw new IllegalStateException("Root's servers run by " + String.join(" ", prefix) + " and cannot enter "
                    + closed + ", on the way to " + folder + ": choose a folder that everybody may enter"
                    + " (PgCluster.Builder.folder for the data, -Dscalekit.cache=<folder> for the programs)"
                    + (this.equals(NOBODY) ? ", or allow root user namespaces (unshare -U)" : ""));
        }
    }

    private static int userId() throws IOException {
        Path probe = Files.createTempFile("scalekit-uid", null);
        try {
            return (Integer) Files.getAttribute(probe, "unix:uid");
        } finally {
            Files.delete(probe);
        }
    }

    private static boolean works(ServerAccount account) {
        try {
            return new ProcessBuilder(account.command(List.of("true")))
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
