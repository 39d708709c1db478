package dev.scalekit.bench;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.time.Duration;

/**
 * What the JVM of a load is told to do.
 *
 * @param type the class of the subject
 * @param method the method that makes its operations
 * @param load threads and rate
 * @param size the size of what is measured, or {@link Comparison#NO_SIZE}
 * @param isForAll whether one thread does the work of all
 * @param round how often the subject has run before in this run
 * @param warmup how long to run before anything is measured
 * @param measurement how long to measure
 * @param folder an empty folder for its files
 */
record LoadOrder(
        String type,
        String method,
        Load load,
        int size,
        boolean isForAll,
        int round,
        Duration warmup,
        Duration measurement,
        Path folder) {

    /**
     * Does it, in this JVM. The class has a constructor that takes the folder, and the size if there is one; it is closed
     * at the end if it can be.
     *
     * @throws Exception what the subject threw
     */
    LoadResult carryOut() throws Exception {
        Class<?> subjectType = Class.forName(type);
        Method maker = subjectType.getDeclaredMethod(method, int.class);
        Object subject = subject(subjectType);
        try {
            if (OwnLoop.class.isAssignableFrom(maker.getReturnType())) {
                return ((OwnLoop) maker.invoke(subject, round)).run(load, warmup, measurement);
            }
            LoadDriver driver =
                    new LoadDriver(LoadClock.SYSTEM, subject instanceof Counted counted ? counted : Counted.NOTHING);
            if (isForAll) {
                return driver.run(any -> operation(maker, subject, load.threads()), new Load(1, 0), warmup, measurement)
                        .forEachOf(load.threads());
            }
            return driver.run(thread -> operation(maker, subject, thread), load, warmup, measurement);
        } finally {
            if (subject instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    private Object subject(Class<?> subjectType) throws ReflectiveOperationException {
        return size == Comparison.NO_SIZE
                ? subjectType.getDeclaredConstructor(Path.class).newInstance(folder)
                : subjectType.getDeclaredConstructor(Path.class, int.class).newInstance(folder, size);
    }

    private static Operation operation(Method maker, Object subject, int argument) throws ReflectiveOperationException {
        return (Operation) maker.invoke(subject, argument);
    }
}
