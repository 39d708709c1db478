package dev.scalekit.examples.demo;

import dev.scalekit.examples.demo.Component.Fact;
import dev.scalekit.examples.demo.Component.Link;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How a web server is set up. Immutable.
 *
 * @param sessions where they are: {@code memory} or {@code database}
 * @param queue the folder of its queue and the worker's way to the database; empty where there is no queue
 * @param links where it sends something besides the database
 */
record Deployment(String sessions, List<String> queue, List<Link> links) {
    /** Knows by itself who is logged in, so it cannot share them with others. */
    static final Deployment ALONE = new Deployment("memory", List.of(), List.of());

    /** One of several that do the same. */
    static final Deployment STATELESS = new Deployment("database", List.of(), List.of());

    /**
     * Returns this with a queue for page views.
     *
     * @param folder of the queue
     * @param worker the way of the queue's worker to the database
     */
    Deployment with(Path folder, Database.Line worker, Link link) {
        return new Deployment(sessions, List.of(folder.toString(), worker.jdbcUrl()), List.of(link));
    }

    /** Returns what a process is started with after its port and its way to the database. */
    List<String> arguments() {
        List<String> all = new ArrayList<>(List.of(sessions));
        all.addAll(queue);
        return all;
    }

    Fact fact() {
        return new Fact("sessions", sessions.equals("memory") ? "in its memory" : "in the database");
    }
}
