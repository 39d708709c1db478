package dev.scalekit.examples.demo;

import dev.scalekit.examples.shop.QueueState;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Kills the web server as before, while page views wait in its queue, and counts what became of them. */
final class KillQueueServer implements Experiment {
    /** So long the worker gets nothing, for something to be in the queue. */
    private static final long FILLING_MILLIS = 1_000;

    private final KillWebServer kill;
    private final QueueGauge gauge;
    private final ViewAudit audit;
    private final Customers customers;

    KillQueueServer(KillWebServer kill, QueueGauge gauge, ViewAudit audit, Customers customers) {
        this.kill = kill;
        this.gauge = gauge;
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
        return "kill -9 of its process, with page views waiting in its queue; a watchdog starts it again";
    }

    @Override
    public Outcome run(Consumer<String> progress) throws InterruptedException {
        progress.accept("lets page views wait in the queue");
        try {
            gauge.pause(true);
            customers.pause(FILLING_MILLIS);
            long waiting = gauge.look().map(QueueState::depth).orElse(0L);
            Outcome killed = kill.run(progress);
            progress.accept("waits until what was in the queue is counted");
            List<Figure> figures = new ArrayList<>(killed.figures());
            figures.add(new Figure(
                    "page views waiting at the kill", Figures.count(waiting), "", "told by the queue just before"));
            List<Figure> views = audit.figures();
            figures.addAll(views);
            return new Outcome(
                    killed.recovered(), killed.headline() + ", " + views.get(0).value() + " page views lost", figures);
        } finally {
            // A process that was started again is not paused; one that was not killed for some reason is.
            gauge.pause(false);
        }
    }
}
