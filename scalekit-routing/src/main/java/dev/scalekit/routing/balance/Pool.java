package dev.scalekit.routing.balance;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The endpoints of one level that may be taken. Immutable, but for the live figures of the endpoints. */
final class Pool<T> implements Candidates<T> {
    private final List<Node<T>> nodes;
    private final double[] weights;
    private final boolean even;
    private final WeightedIndex index;

    /** @param weights of the nodes, each above 0 */
    Pool(List<Node<T>> nodes, double[] weights) {
        this.nodes = List.copyOf(nodes);
        this.weights = weights.clone();
        this.index = WeightedIndex.of(weights);
        this.even = index.isEven();
    }

    Node<T> node(int at) {
        return nodes.get(at);
    }

    /** Returns the endpoints of the pool that are wanted: itself if all are, as they mostly are; null if none is. */
    @Nullable
    Pool<T> only(Predicate<Node<T>> wanted) {
        // Each is asked once: it may answer something else a moment later.
        int[] left = new int[nodes.size()];
        int count = 0;
        for (int at = 0; at < left.length; at++) {
            if (wanted.test(nodes.get(at))) {
                left[count++] = at;
            }
        }
        if (count == left.length) {
            return this;
        }
        return count == 0 ? null : of(Arrays.copyOf(left, count));
    }

    private Pool<T> of(int[] left) {
        return new Pool<>(
                IntStream.of(left).mapToObj(nodes::get).toList(),
                IntStream.of(left).mapToDouble(at -> weights[at]).toArray());
    }

    @Override
    public int size() {
        return weights.length;
    }

    @Override
    public T target(int at) {
        return nodes.get(at).target();
    }

    @Override
    public long hash(int at) {
        return nodes.get(at).hash();
    }

    @Override
    public double weight(int at) {
        return weights[at];
    }

    @Override
    public boolean isEven() {
        return even;
    }

    @Override
    public int inFlight(int at) {
        return nodes.get(at).inFlight().count();
    }

    @Override
    public double latencyNanos(int at) {
        return nodes.get(at).latency().nanos();
    }

    @Override
    public int byWeight(long bits) {
        return index.at(bits);
    }

    @Override
    public String toString() {
        return nodes.stream().map(Node::name).toList().toString();
    }
}
