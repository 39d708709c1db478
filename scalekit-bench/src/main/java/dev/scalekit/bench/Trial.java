package dev.scalekit.bench;

import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;

/**
 * One row of one table: what runs once in each round.
 *
 * @param method the benchmark, or the method that makes the operations
 * @param load how many threads run it, and how often
 * @param goals the ratios that it must reach
 */
record Trial(Method method, Load load, List<Label.Aim> goals) {

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
