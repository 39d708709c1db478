package dev.scalekit.examples.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the demo needs of the machine. */
final class Machine {
    /** The heaps of the demo and of six web servers may grow to 2 GiB; 1,000 MiB in all were seen, PostgreSQL with them. */
    static final long NEEDED_MIB = 1_536;

    private static final Path MEMORY = Path.of("/proc/meminfo");
    private static final Path GROUP = Path.of("/sys/fs/cgroup");

    private Machine() {}

    /**
     * Checks that there is enough memory; on systems that do not tell, that there is.
     *
     * @throws IllegalStateException with a sentence for the user if there is not
     */
    static void requireMemory() {
        requireMemory(available(lines(MEMORY), number(GROUP.resolve("memory.max")), used(GROUP)));
    }

    static void requireMemory(OptionalLong available) {
        if (available.isPresent() && available.getAsLong() < NEEDED_MIB) {
            throw new IllegalStateException("too little memory: the demo needs " + NEEDED_MIB + " MiB, and "
                    + available.getAsLong() + " MiB are available: end something else, or allow the container more");
        }
    }

    /**
     * Returns the available memory in MiB: what the machine has, and no more than what the control group may still take.
     *
     * @param meminfo the lines of {@code /proc/meminfo}
     */
    static OptionalLong available(List<String> meminfo, OptionalLong groupLimit, OptionalLong groupUsed) {
        LongStream machine = meminfo.stream()
                .filter(line -> line.startsWith("MemAvailable:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) / 1_024);
        LongStream group = groupLimit.isPresent() && groupUsed.isPresent()
                ? LongStream.of((groupLimit.getAsLong() - groupUsed.getAsLong()) >> 20)
                : LongStream.empty();
        return LongStream.concat(machine, group).min();
    }

    /** What the group uses, without the file cache that the kernel gives up when asked. */
    private static OptionalLong used(Path group) {
        OptionalLong current = number(group.resolve("memory.current"));
        long cache = lines(group.resolve("memory.stat")).stream()
                .filter(line -> line.startsWith("inactive_file "))
                .mapToLong(line -> Long.parseLong(line.substring(line.indexOf(' ') + 1)))
                .sum();
        return current.isPresent() ? OptionalLong.of(current.getAsLong() - cache) : current;
    }

    private static OptionalLong number(Path file) {
        return lines(file).stream()
                .filter(line -> line.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private static List<String> lines(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.toList();
        } catch (IOException e) {
            return List.of();
        }
    }
}
