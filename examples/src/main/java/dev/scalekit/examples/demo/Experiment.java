package dev.scalekit.examples.demo;

import java.util.List;
import java.util.function.Consumer;

/** A button: something is done to the running architecture, and what comes of it is measured. */
interface Experiment {
    /** Returns a name for programs: lower-case letters, digits and hyphens, never changing. */
    String id();

    String title();

    /** Says in a sentence what is done. */
    String about();

    /**
     * Does it, waits until the shop is as before, and measures meanwhile. One experiment runs at a time.
     *
     * @param progress told what is waited for, in a few words
     */
    Outcome run(Consumer<String> progress) throws InterruptedException;

    /**
     * What came of an experiment.
     *
     * @param recovered whether the shop is as before
     * @param headline the most telling figure, in a sentence
     */
    record Outcome(boolean recovered, String headline, List<Figure> figures) {}

    /**
     * Something measured.
     *
     * @param unit the unit of the value, empty for a count
     * @param source who measured it and how
     */
    record Figure(String name, String value, String unit, String source) {}
}
