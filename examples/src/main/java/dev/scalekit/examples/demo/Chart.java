package dev.scalekit.examples.demo;

import java.util.List;

/** A chart of the page. */
interface Chart {
    /** Returns a name for programs: lower-case letters, digits and hyphens, never changing. */
    String id();

    String title();

    String unit();

    Scale scale();

    List<String> series();

    /** Says who measures and how. */
    String source();

    /** Returns a value for each series, NaN where there is none now. Called every half second by one thread. */
    double[] sample();

    /** How the vertical axis is divided. */
    enum Scale {
        LINEAR,
        LOG
    }
}
