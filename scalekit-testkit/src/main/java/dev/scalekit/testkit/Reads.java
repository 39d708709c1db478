package dev.scalekit.testkit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The checks of registers. Not instantiable. */
final class Reads {
    private Reads() {}

    static List<Violation> stale(List<Operation> writes, List<Operation> reads) {
        return stale("stale", writes, reads, Operation::key);
    }

    static List<Violation> staleToItsWriter(List<Operation> writes, List<Operation> reads) {
        return stale("read-your-writes", writes, reads, Reads::processAndKey);
    }

    /** Finds reads that miss an acknowledged write of their group. */
    private static List<Violation> stale(
            String rule, List<Operation> writes, List<Operation> reads, Function<Operation, Object> group) {
        Sources sources = new Sources(writes);
        Map<Object, Frontier<Operation>> acknowledged = new HashMap<>();
        writes.stream()
                .filter(Operation::isOk)
                .collect(groupingBy(group))
                .forEach((of, all) ->
                        acknowledged.put(of, new Frontier<>(all, Operation::completed, Operation::invoked)));
        List<Violation> found = new ArrayList<>();
        for (Operation read : reads) {
            Frontier<Operation> known = acknowledged.get(group.apply(read));
            Operation newer = known == null || !read.isOk() ? null : known.below(read.invoked());
            if (newer != null && sources.end(read) < newer.invoked()) {
                found.add(missed(rule, read, sources.last(read), newer));
            }
        }
        return found;
    }

    private static Violation missed(String rule, Operation read, @Nullable Operation seen, Operation newer) {
        if (seen == null) {
            String story = read + " saw nothing, but had begun after the end of " + newer;
            return Violation.of(rule, story, read, newer);
        }
        String story = read + " saw " + seen + ", but had begun after the end of " + newer + ", which followed it";
        return Violation.of(rule, story, read, newer, seen);
    }

    static List<Violation> goingBack(List<Operation> writes, List<Operation> reads) {
        Sources sources = new Sources(writes);
        List<Violation> found = new ArrayList<>();
        reads.stream()
                .filter(Operation::isOk)
                .collect(groupingBy(Reads::processAndKey, LinkedHashMap::new, toList()))
                .forEach((of, all) -> {
                    Frontier<Operation> ended = new Frontier<>(all, Operation::completed, sources::beginning);
                    for (Operation read : all) {
                        Operation earlier = ended.below(read.invoked());
                        if (earlier != null && sources.end(read) < sources.beginning(earlier)) {
                            found.add(wentBack(read, sources.last(read), earlier));
                        }
                    }
                });
        return found;
    }

    private static Violation wentBack(Operation read, @Nullable Operation seen, Operation earlier) {
        String story = read + " went back behind " + earlier + ": it saw ";
        return seen == null
                ? Violation.of("monotonic-reads", story + "nothing", read, earlier)
                : Violation.of(
                        "monotonic-reads", story + seen + ", which was overwritten by then", read, earlier, seen);
    }

    private static Object processAndKey(Operation operation) {
        return List.of(operation.process(), operation.key());
    }
}
