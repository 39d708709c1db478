package dev.scalekit.examples.demo;

import java.util.List;

/** All steps that there are, in their order: a new one is added here. */
final class Steps {
    static final List<Step> ALL = List.of(new OneServer());

    private Steps() {}
}
