package dev.scalekit.examples.demo;

import java.util.List;

/** The threads of the web servers that count page views by product: one box for all. Thread-safe. */
final class StatisticsWorker implements Component {
    static final String ID = "statistics";

    private final ViewQueues queues;
    private final QueueRollout rollout;

    /** @param rollout knows the workers' ways to the database */
    StatisticsWorker(ViewQueues queues, QueueRollout rollout) {
        this.queues = queues;
        this.rollout = rollout;
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
        return "Statistics workers";
    }

    @Override
    public Status status() {
        if (!queues.answer()) {
            return new Status(State.DOWN, "the process of one is gone");
        }
        return queues.arePaused()
                ? new Status(State.SLOW, "paused, get nothing")
                : new Status(State.UP, "count by product");
    }

    @Override
    public List<Fact> facts() {
        long statements = queues.statements();
        return List.of(
                new Fact("counted", Figures.count(queues.acknowledged())),
                new Fact(
                        "views a statement",
                        Figures.number(statements == 0 ? Double.NaN : (double) queues.acknowledged() / statements)),
                new Fact("run in", "each web server"));
    }

    @Override
    public List<Link> links() {
        return rollout.links();
    }
}
