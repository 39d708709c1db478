package dev.scalekit.bench;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How many of the requests of recorded traces are hits: by whom, and how many could be. No time is taken, so one run is enough, and the
 * machine is no matter. Immutable.
 */
final class Traces {
    private static final int FIRST_NUMBER = 1;

    /** Rooms for this part of what is asked for without repetition, from hardly any to half of it. */
    private static final int[] PARTS = {64, 16, 4, 2};

    private Traces() {}

    /** A cache that is asked for a key, and then has it if it wants to. */
    @FunctionalInterface
    interface Access {
        boolean isHit(int key);
    }

    /**
     * A kind of cache.
     *
     * @param ofSize makes one with room for so many keys
     */
    record Kind(String name, IntFunction<Access> ofSize) {

        /** How many percent of the requests are hits in a cache of a size, which is empty at first. */
        double percent(Trace trace, int size) {
            Access cache = ofSize.apply(size);
            return Traces.percent(
                    Arrays.stream(trace.keys()).filter(cache::isHit).count(), trace);
        }
    }

    /** What one would use instead. On the caller's thread, so that each run has the same hits but for Caffeine's dice. */
    static Kind caffeine() {
        return new Kind("Caffeine", size -> {
            Cache<Integer, Integer> cache = Caffeine.newBuilder()
                    .maximumSize(size)
                    .executor(Runnable::run)
                    .build();
            return key -> {
                boolean isHit = cache.getIfPresent(key) != null;
                if (!isHit) {
                    cache.put(key, key);
                }
                return isHit;
            };
        });
    }

    /** All traces of a folder by all kinds of caches, with whom they are from. */
    static String report(Path folder, List<Kind> kinds) throws IOException {
        return table(Trace.all(folder), kinds) + "\n" + attribution(folder);
    }

    /** A row for each trace and size, in Markdown. */
    static String table(List<Trace> traces, List<Kind> kinds) {
        List<String> headings = new ArrayList<>(List.of("trace", "requests", "keys", "room"));
        kinds.forEach(kind -> headings.add(kind.name()));
        headings.add("optimum");
        Grid grid = new Grid(headings, FIRST_NUMBER);
        for (Trace trace : traces) {
            long distinct = trace.distinct();
            for (int part : PARTS) {
                int size = (int) Math.max(1, distinct / part);
                List<String> cells = new ArrayList<>(List.of(
                        trace.name(),
                        String.valueOf(trace.keys().length),
                        String.valueOf(distinct),
                        String.valueOf(size)));
                kinds.forEach(kind -> cells.add(Figure.fixed(kind.percent(trace, size), 2)));
                cells.add(Figure.fixed(percent(Foreseen.hits(trace.keys(), size), trace), 2));
                grid.add(cells);
            }
        }
        return grid.toString();
    }

    private static double percent(long hits, Trace trace) {
        return 100.0 * hits / trace.keys().length;
    }

    /** The first paragraph of each licence in the folder, in which traces say whose they are. */
    private static String attribution(Path folder) throws IOException {
        List<Path> licences;
        try (Stream<Path> found = Files.list(folder)) {
            licences = found.filter(file -> String.valueOf(file.getFileName()).startsWith("LICENSE"))
                    .sorted()
                    .toList();
        }
        StringBuilder out = new StringBuilder();
        for (Path licence : licences) {
            List<String> lines = Files.readAllLines(licence);
            int end = IntStream.range(0, lines.size())
                    .filter(i -> lines.get(i).isBlank())
                    .findFirst()
                    .orElse(lines.size());
            out.append(lines.subList(0, end).stream().collect(Collectors.joining(" ")))
                    .append('\n');
        }
        return out.toString();
    }
}
