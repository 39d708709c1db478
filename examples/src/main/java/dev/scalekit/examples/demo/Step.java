package dev.scalekit.examples.demo;

/** A step on the road from one server to millions of users: what is added to the architecture of the step before. */
interface Step {
    /** Returns its number on the road, greater than those of all steps before. */
    int number();

    String title();

    /** Says in a sentence what runs now, and what it cannot do yet. */
    String about();

    /**
     * Adds its components, charts, experiments and promises to a site on which all steps before are built. Whatever it
     * starts, the site closes: see {@link Site#owns}.
     */
    void build(Site site) throws Exception;
}
