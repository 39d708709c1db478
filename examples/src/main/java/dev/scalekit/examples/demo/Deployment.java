package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Component.Fact;
import dev.scalekit.examples.demo.Component.Link;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How a web server is set up. Immutable.
 *
 * @param sessions where they are: {@code memory} or {@code database}
 * @param products where they are read: in the {@code database}, or through a {@code cache}
 * @param queue its queue; null where there is none
 * @param links where it sends something besides the database
 */
record Deployment(
        String sessions, String products, @Nullable Queue queue, List<Link> links) {
    /** Where a queue is, and its worker's way to the database. */
    record Queue(Path folder, Line worker) {}

    /** Knows by itself who is logged in, so it cannot share them with others. */
    static final Deployment ALONE = new Deployment("memory", "database", null, List.of());

    /** One of several that do the same. */
    static final Deployment STATELESS = new Deployment("database", "database", null, List.of());

    /** Returns this with a cache for products. */
    Deployment cached(Link link) {
        return new Deployment(sessions, "cache", queue, with(link));
    }

    /**
     * Returns this with a queue for page views.
     *
     * @param folder of the queue
     * @param worker the way of the queue's worker to the database
     */
    Deployment with(Path folder, Line worker, Link link) {
        return new Deployment(sessions, products, new Queue(folder, worker), with(link));
    }

    private List<Link> with(Link link) {
        return Stream.concat(links.stream(), Stream.of(link)).toList();
    }

    /** Returns what a process that starts now is told after its port and its way to the database. */
    List<String> arguments() {
        List<String> all = new ArrayList<>(List.of(sessions, products));
        if (queue != null) {
            all.add(queue.folder().toString());
            all.add(queue.worker().address().toString());
        }
        return all;
    }

    Fact fact() {
        return new Fact("sessions", sessions.equals("memory") ? "in its memory" : "in the database");
    }
}
