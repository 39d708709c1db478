package dev.scalekit.examples.demo;

import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A part of the architecture that runs: a box of the picture, with the lines that leave it. The picture is drawn from
 * nothing else.
 *
 * <p>It is asked twice a second, by a thread of its own, so the answers must not wait for anything.
 */
interface Component {
    /** Returns a name for programs: lower-case letters, digits and hyphens, never changing. */
    String id();

    Kind kind();

    String label();

    Status status();

    /** Returns what is worth knowing besides, at most three. */
    List<Fact> facts();

    /** Returns where it sends its requests. */
    List<Link> links();

    /** Says what about this component is not as it would be in production. */
    default Optional<String> artificial() {
        return Optional.empty();
    }

    /** What it is, for the page to choose a sign. */
    enum Kind {
        LOAD,
        BALANCER,
        WEB,
        CACHE,
        DATABASE,
        REPLICA,
        QUEUE,
        WORKER,
        EDGE
    }

    /** How it is. */
    enum State {
        STARTING,
        UP,
        SLOW,
        DOWN
    }

    /**
     * How it is, in a word and a sentence.
     *
     * @param text a few words, such as "killed, restarts"
     */
    record Status(State state, String text) {}

    /** Something worth knowing, such as a process id. */
    record Fact(String name, String value) {}

    /**
     * A line of the picture.
     *
     * @param to the id of the component that the requests go to
     * @param unit what is counted, such as "requests"
     * @param source who counts it
     * @param total how many so far; never falls
     * @param artificial what is not as in production, if anything
     */
    record Link(
            String to,
            String unit,
            String source,
            LongSupplier total,
            @Nullable String artificial) {}
}
