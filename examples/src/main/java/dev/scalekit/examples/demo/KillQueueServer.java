package dev.scalekit.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Kills a web server as before, while page views wait in its queue, and counts what became of them. */
final class KillQueueServer implements Experiment {
    /** So long the worker gets nothing, for something to be in the queue. */
    private static final long FILLING_MILLIS = 1_000;

    private final Experiment kill;
    private final ViewQueues queues;
    private final ViewAudit audit;
    private final Customers customers;

    KillQueueServer(Experiment kill, ViewQueues queues, ViewAudit audit, Customers customers) {
        this.kill = kill;
        this.queues = queues;
        this.audit = audit;
        this.customers = customers;
    }

    @Override
    public String id() {
        return kill.id();
    }

    @Override
    public String title() {
        return kill.title();
    }

    @Override
    public String about() {
        return kill.about() + "; page views wait in its queue meanwhile";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        progress.accept("lets page views wait in the queues");
        try {
            queues.pause(true);
            customers.pause(FILLING_MILLIS);
            queues.look();
            long waiting = queues.depth();
            Outcome killed = kill.run(progress);
            queues.pause(false);
            progress.accept("waits until what was in the queues is counted");
            List<Figure> figures = new ArrayList<>(killed.figures());
            figures.add(new Figure(
                    "page views waiting at the kill", Figures.count(waiting), "", "in all queues, told just before"));
            List<Figure> views = audit.figures();
            figures.addAll(views);
            return new Outcome(
                    killed.recovered(), killed.headline() + ", " + views.get(0).value() + " page views lost", figures);
        } finally {
            // A process that was started again is not paused; one that was not killed for some reason is.
            queues.pause(false);
        }
    }
}
