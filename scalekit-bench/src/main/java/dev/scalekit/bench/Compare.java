package dev.scalekit.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares that the {@link Subject} methods of a class are compared: one table for each number of threads.
 *
 * <p>The class must also be listed in {@link Catalogue}. Immutable.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(Compares.class)
@interface Compare {
    /** The module that is measured, as in {@code ./bench <module>}. */
    String module();

    /** The heading of the table. */
    String title();

    /** The method that all rows are divided by: the limit, or a peer where there is no limit. */
    String reference();

    /** The numbers of threads, each a table of its own. */
    int[] threads() default {1, 2};

    /**
     * The sizes of what is measured, 0 or more, each a table of its own: the title has a {@code %d} for it, the state of a
     * JMH benchmark a parameter {@code size}, and the constructor of a class that waits an {@code int} after the folder.
     */
    int[] sizes() default {};

    /**
     * The number of operations that start in a second, over all threads; 0 means that each thread starts its next
     * operation when the last one is done. Only for subjects that wait.
     */
    int perSecond() default 0;

    /**
     * What rows are compared by: empty for the time of an operation, or the name of another figure that is a time, such
     * as {@link RunResults#P99}, or {@link RunResults#COUNT} and the heading of a count of which less is better.
     */
    String figure() default "";

    /** How long it runs, as a multiple of what the others do; less for what is settled early. */
    double length() default 1;

    /** The first version of the JDK that can run it; with an older one the comparison is left out. */
    int lowestJdk() default 17;

    /** What a reader of the table must know: sizes, configuration, what it does not show. */
    String note();

    /** A class of each library in the comparison; the version is read from the name of its jar. */
    Class<?>[] libraries() default {};
}
