package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.QueueState;
import java.util.List;

/** The queue of page views in the process and the folder of a web server. Thread-safe. */
final class ViewQueue implements Component {
    static final String ID = "queue";

    private final QueueGauge gauge;
    private final String owner;

    /** @param owner the id of the web server */
    ViewQueue(QueueGauge gauge, String owner) {
        this.gauge = gauge;
        this.owner = owner;
    }

    /** Returns the line from the web server to it. */
    Link link() {
        return new Link(ID, "page views", QueueGauge.SOURCE, gauge::sent, null);
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
        return "Queue of page views";
    }

    @Override
    public Status status() {
        if (!gauge.answers()) {
            return new Status(State.DOWN, "its process is gone, its files are not");
        }
        return gauge.last().paused()
                ? new Status(State.SLOW, "paused, it takes and gives none")
                : new Status(State.UP, "takes and gives");
    }

    @Override
    public List<Fact> facts() {
        QueueState last = gauge.last();
        return List.of(
                new Fact("waiting", Figures.count(last.depth())),
                new Fact("files", Figures.count(last.bytes() >> 20) + " MiB"),
                new Fact("runs in", owner));
    }

    @Override
    public List<Link> links() {
        return List.of(new Link(StatisticsWorker.ID, "page views", QueueGauge.SOURCE, gauge::acknowledged, null));
    }
}
