package dev.scalekit.examples.demo;

import java.util.List;

/** How many page views wait to be counted. */
final class QueueDepthChart implements Chart {
    private final ViewQueues queues;

    QueueDepthChart(ViewQueues queues) {
        this.queues = queues;
    }

    @Override
    public String id() {
        return "queue-depth";
    }

    @Override
    public String title() {
        return "Queue depth";
    }

    @Override
    public String unit() {
        return "views";
    }

    @Override
    public Scale scale() {
        return Scale.LINEAR;
    }

    @Override
    public List<String> series() {
        return List.of("waiting");
    }

    @Override
    public String source() {
        return "all queues together, told " + QueueGauge.SOURCE
                + "; of a process that does not answer, what it told last";
    }

    @Override
    public double[] sample() {
        return new double[] {queues.depth()};
    }
}
