package dev.scalekit.testkit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Command lines for further JVMs with the class path of this one. Thread-safe. */
public final class ChildJvm {
    private ChildJvm() {}

    /**
     * Returns the command that runs a main class on the JDK and the class path of this JVM.
     *
     * <p>It starts quickly rather than running fast: one compiler, one collector thread, a small heap. It keeps no
     * performance data, the file that a JVM leaves among the temporary ones if it is killed.
     *
     * @param main a class with {@code public static void main(String[])}
     * @param arguments handed to it
     */
    public static List<String> command(Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(arguments);
        return command;
    }
}
