package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Whether the map of a store and its policy know the same nodes, and the policy keeps its own rules. Only while nobody writes. */
final class Consistency {
    private Consistency() {}

    static <K, V> void require(PolicyStore<K, V> store) {
        PolicyStore.Contents<K, V> contents = store.contents();
        Policy<K, V> policy = right(contents.policy());
        List<Node<K, V>> nodes = new ArrayList<>();
        lines(policy).forEach(line -> nodes.addAll(nodes(line)));
        Set<Node<K, V>> known = new HashSet<>(nodes);
        assertThat(known).as("nodes that the policy knows twice").hasSameSizeAs(nodes);
        assertThat(known.equals(new HashSet<>(contents.nodes().values())))
                .as("nodes that the policy knows are those of the map: %s and %s", nodes, contents.nodes())
                .isTrue();
        contents.nodes().forEach((key, node) -> {
            if (!node.key.equals(key)) {
                throw new AssertionError("the node of another key is at " + key + ": " + node);
            }
        });
        if (policy instanceof Sieve<K, V> sieve) {
            assertThat(sieve.hand == sieve.line || known.contains(sieve.hand))
                    .as("the hand is in the line")
                    .isTrue();
        } else if (policy instanceof S3Fifo<K, V> s3) {
            assertThat(nodes(s3.small)).as("in the small line").noneMatch(node -> node.isMain);
            assertThat(nodes(s3.main)).as("in the main line").allMatch(node -> node.isMain);
            assertThat(s3.smallSize)
                    .as("size of the small line")
                    .isEqualTo(nodes(s3.small).size());
        }
    }

    private static <K, V> Policy<K, V> right(Policy<K, V> policy) {
        return policy instanceof PlantedPolicy<K, V> planted ? planted.right : policy;
    }

    /** All lines that there are, oldest and lowest first. */
    private static <K, V> List<Line<K, V>> lines(Policy<K, V> policy) {
        if (policy instanceof Fifo<K, V> fifo) {
            return List.of(fifo.line);
        }
        if (policy instanceof Sieve<K, V> sieve) {
            return List.of(sieve.line);
        }
        if (policy instanceof S3Fifo<K, V> s3) {
            return List.of(s3.small, s3.main);
        }
        if (policy instanceof Lru<K, V> lru) {
            return IntStream.rangeClosed(lru.oldest, lru.now)
                    .mapToObj(lru::line)
                    .toList();
        }
        if (policy instanceof Lfu<K, V> lfu) {
            return IntStream.rangeClosed(0, Lfu.MOST).mapToObj(lfu::line).toList();
        }
        throw new AssertionError("a policy that nobody knows: " + policy);
    }

    /** Goes along a line, and looks at both directions of it. */
    static <K, V> List<Node<K, V>> nodes(Line<K, V> line) {
        List<Node<K, V>> nodes = new ArrayList<>();
        Link<K, V> link = line;
        do {
            if (link.next.previous != link) {
                throw new AssertionError(
                        "who is after " + link + " has somebody else before it: " + link.next.previous);
            }
            link = link.next;
            if (link instanceof Node<K, V> node) {
                nodes.add(node);
            }
        } while (link != line);
        return nodes;
    }
}
