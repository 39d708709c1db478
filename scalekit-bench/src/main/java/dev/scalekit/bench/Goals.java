package dev.scalekit.bench;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Holds the goals of a subject that has several. Immutable. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Goals {
    Goal[] value();
}
