package dev.scalekit.routing;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all nodes at one moment, for whoever picks one. Immutable.
 *
 * @param epoch the highest that any node has told
 * @param ambiguous epochs of which a position says nothing
 * @param nodes by name, in the order in which they were added
 * @param primary the one of them that takes writes; null if there is none
 */
record View(
        long epoch,
        Set<Long> ambiguous,
        Map<String, Seen> nodes,
        @Nullable Seen primary) {
    View {
        ambiguous = Set.copyOf(ambiguous);
        nodes = Collections.unmodifiableMap(new LinkedHashMap<>(nodes));
    }

    /** Returns one node; of one that is not there that nothing is known. */
    Seen of(String name) {
        Seen seen = nodes.get(name);
        return seen == null ? Seen.unknown(name) : seen;
    }
}
