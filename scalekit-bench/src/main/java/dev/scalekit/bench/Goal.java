package dev.scalekit.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares a ratio that a subject must reach: {@code @Goal(speed = 0.95, of = "caffeineLoadingGet")} beside the
 * benchmark, and the table prints whether it was met. Exactly one of {@link #speed} and {@link #time} is given.
 * Immutable.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@Repeatable(Goals.class)
@interface Goal {
    /** The lowest speed that is good enough, as a multiple of the other subject's; 0 if not given. */
    double speed() default 0;

    /** The longest time that is good enough, as a multiple of the other subject's; 0 if not given. */
    double time() default 0;

    /** The method of the other subject, in the same class. */
    String of();

    /** The numbers of threads that the goal is for; empty for the tables of all. */
    int[] threads() default {};
}
