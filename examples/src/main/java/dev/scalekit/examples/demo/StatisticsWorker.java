package dev.scalekit.examples.demo;

import java.util.List;

/** The thread of a web server that counts page views by product. Thread-safe. */
final class StatisticsWorker implements Component {
    static final String ID = "statistics";

    private final QueueGauge gauge;
    private final String owner;
    private final Database.Line line;

    /**
     * Creates the box of a worker.
     *
     * @param owner the id of the web server
     * @param line its way to the database
     */
    StatisticsWorker(QueueGauge gauge, String owner, Database.Line line) {
        this.gauge = gauge;
        this.owner = owner;
        this.line = line;
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public Kind kind() {
        return Kind.WORKER;
    }

    @Override
    public String label() {
        return "Statistics worker";
    }

    @Override
    public Status status() {
        if (!gauge.answers()) {
            return new Status(State.DOWN, "its process is gone");
        }
        return gauge.last().paused()
                ? new Status(State.SLOW, "paused, gets nothing")
                : new Status(State.UP, "counts by product");
    }

    @Override
    public List<Fact> facts() {
        long statements = gauge.statements();
        return List.of(
                new Fact("counted", Figures.count(gauge.acknowledged())),
                new Fact(
                        "views a statement",
                        Figures.number(statements == 0 ? Double.NaN : (double) gauge.acknowledged() / statements)),
                new Fact("runs in", owner));
    }

    @Override
    public List<Link> links() {
        return List.of(line.link(Database.ID));
    }
}
