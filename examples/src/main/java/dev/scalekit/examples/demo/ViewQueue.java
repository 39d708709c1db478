package dev.scalekit.examples.demo;

import java.util.List;

/** The queues of page views in the processes and folders of the web servers: one box for all. Thread-safe. */
final class ViewQueue implements Component {
    static final String ID = "queue";

    private final ViewQueues queues;

    ViewQueue(ViewQueues queues) {
        this.queues = queues;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Kind kind() {
        return Kind.QUEUE;
    }

    @Override
    public String label() {
        return "Queues of page views";
    }

    @Override
    public Status status() {
        if (!queues.answer()) {
            return new Status(State.DOWN, "a process is gone, its files are not");
        }
        return queues.arePaused()
                ? new Status(State.SLOW, "paused, they take and give none")
                : new Status(State.UP, "take and give");
    }

    @Override
    public List<Fact> facts() {
        return List.of(
                new Fact("waiting", Figures.count(queues.depth())),
                new Fact("files", Figures.count(queues.bytes() >> 20) + " MiB"),
                new Fact("run in", "each web server"));
    }

    @Override
    public List<Link> links() {
        return List.of(new Link(StatisticsWorker.ID, "page views", QueueGauge.SOURCE, queues::acknowledged, null));
    }
}
