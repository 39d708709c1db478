package dev.scalekit.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine and the JDK that a run was made on.
 *
 * @param cpu the model, or the architecture where the model is not known
 * @param cores the processors that the JVM may use
 * @param memoryBytes the memory of the machine or container
 * @param os name and version of the operating system
 * @param vendor who built the JVM
 * @param jdk the version of the JVM
 */
record Machine(String cpu, int cores, long memoryBytes, String os, String vendor, String jdk) {

    private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
    private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.+)");

    /** The machine that this code runs on. */
    static Machine here() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return new Machine(
                cpuModel().orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                system.getTotalMemorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vm.vendor"),
                System.getProperty("java.version"));
    }

    private static Optional<String> cpuModel() {
        try (Stream<String> lines = Files.lines(CPU_INFO)) {
            return lines.map(MODEL::matcher)
                    .filter(line -> line.matches())
                    .map(line -> line.group(1).strip())
                    .findFirst();
        } catch (IOException noLinux) {
            return Optional.empty();
        }
    }
}
