package dev.scalekit.bench;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * One row of one table: what runs once in each round.
 *
 * @param declaration what is declared for all rows of the table
 * @param method the benchmark, or the method that makes the operations
 * @param load how many threads run it, and how often
 * @param size the size of what is measured, or {@link Comparison#NO_SIZE}
 * @param goals what it must reach
 */
record Trial(Compare declaration, Method method, Load load, int size, List<Label.Aim> goals) {

    /** The name in JMH's sense: class and method. */
    String benchmark() {
        return method.getDeclaringClass().getName() + "." + method.getName();
    }

    Subject subject() {
        return method.getAnnotation(Subject.class);
    }

    /** The options of the JVM that it runs in. */
    List<String> jvmArgs() {
        return Stream.concat(Fork.JVM_ARGS.stream(), Stream.of(subject().jvmArgs()))
                .toList();
    }

    /** Whether JMH runs it, or our own driver for things that wait. */
    boolean isJmh() {
        return method.isAnnotationPresent(Benchmark.class);
    }
}
