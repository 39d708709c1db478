package dev.scalekit.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares what a subject must reach: {@code @Goal(speed = 0.95, of = "caffeine")} beside the benchmark, and
 * the table prints whether it was met. Exactly one of {@link #speed}, {@link #time}, {@link #more}, {@link #nanos},
 * {@link #bytes} and {@link #count} is given. Immutable.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Goals.class)
@interface Goal {
    /** The lowest speed that is good enough, as a multiple of the other subject's; 0 if not given. */
    double speed() default 0;

    /** The longest time that is good enough, as a multiple of the other subject's; 0 if not given. */
    double time() default 0;

    /**
     * How much longer than the other subject it may take, in nanoseconds, or how much more it may have of the count that rows are
     * compared by; 0 if not given.
     */
    double more() default 0;

    /** The longest time that is good enough, in nanoseconds, whatever the others take; 0 if not given. */
    double nanos() default 0;

    /**
     * The most bytes that an operation may allocate; 0 if not given. What allocates nothing is seen to allocate some
     * thousandths, because whatever else the JVM allocates meanwhile is divided by the operations.
     */
    double bytes() default 0;

    /** What must not be more than {@link #most}, by the heading of its column; empty if not given. */
    String count() default "";

    /** The bound of {@link #count}; a median of exactly 0 is what 0 asks for. */
    double most() default 0;

    /** The method of the other subject, in the same class; empty for a goal that has no other. */
    String of() default "";

    /** The sizes that the goal is for; empty for the tables of all. */
    int[] sizes() default {};

    /** The numbers of threads that the goal is for; empty for the tables of all. */
    int[] threads() default {};
}
