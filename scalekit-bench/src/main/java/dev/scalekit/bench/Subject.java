package dev.scalekit.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of a {@link Compare} class as a row of its tables.
 *
 * <p>Either a JMH benchmark, or a method {@code Operation name(int thread)} that waits for something: it is called once
 * for each thread, and what it returns is measured. Or a method {@code OwnLoop name(int round)}, for what measures
 * itself: it is given the number of the round, from 0, to draw what differs between rounds but not between subjects.
 * Immutable.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Subject {
    /** The name in the table. */
    String name();

    /** Ours, a peer or the limit. */
    Role role();

    /**
     * Whether one thread does the work of all, for a limit that needs none: the method is given the number of threads
     * instead of a thread, and an operation does at once what one operation of each thread would do. Only for subjects
     * that wait, in a closed loop.
     */
    boolean isForAll() default false;

    /** Options of the JVM that it cannot do without, for subjects that wait; all others are the same for everybody. */
    String[] jvmArgs() default {};
}
