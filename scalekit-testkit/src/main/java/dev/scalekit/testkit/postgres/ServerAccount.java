package dev.scalekit.testkit.postgres;

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
