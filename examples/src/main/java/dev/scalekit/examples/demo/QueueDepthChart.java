package dev.scalekit.examples.demo;

import java.util.List;

/** How many page views wait to be counted. */
final class QueueDepthChart implements Chart {
    private final QueueGauge gauge;

    QueueDepthChart(QueueGauge gauge) {
        this.gauge = gauge;
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
        return "told " + QueueGauge.SOURCE + "; no line where its process does not answer";
    }

    @Override
    public double[] sample() {
        return new double[] {gauge.answers() ? gauge.last().depth() : Double.NaN};
    }
}
