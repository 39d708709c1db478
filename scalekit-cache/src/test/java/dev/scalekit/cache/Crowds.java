package dev.scalekit.cache;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Function;

/** Many threads that do something at the same time. Not instantiable. */
final class Crowds {
    private Crowds() {}

    /** Threads of the system. */
    static Thread platform(Runnable run) {
        return new Thread(null, run, "crowd", 256 << 10);
    }

    /** Virtual threads, from a release of Java that knows none. */
    static Thread virtual(Runnable run) {
        try {
            Object builder = Thread.class.getMethod("ofVirtual").invoke(null);
            return (Thread) Class.forName("java.lang.Thread$Builder")
                    .getMethod("unstarted", Runnable.class)
                    .invoke(builder, run);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("Virtual threads need Java 21", e);
        }
    }

    /** Starts all of them, and returns what each has done when all are over: a result, or a failure. */
    static <R> List<FutureTask<R>> run(Function<Runnable, Thread> kind, List<? extends Callable<R>> bodies)
            throws InterruptedException {
        List<FutureTask<R>> tasks = new ArrayList<>();
        for (Thread thread : started(kind, bodies, tasks)) {
            thread.join();
        }
        return tasks;
    }

    /** Starts all of them, and returns what each will have done. */
    static <R> List<FutureTask<R>> start(Function<Runnable, Thread> kind, List<? extends Callable<R>> bodies) {
        List<FutureTask<R>> tasks = new ArrayList<>();
        started(kind, bodies, tasks);
        return tasks;
    }

    private static <R> List<Thread> started(
            Function<Runnable, Thread> kind, List<? extends Callable<R>> bodies, List<FutureTask<R>> tasks) {
        List<Thread> threads = new ArrayList<>();
        for (Callable<R> body : bodies) {
            FutureTask<R> task = new FutureTask<>(body);
            tasks.add(task);
            threads.add(kind.apply(task));
        }
        threads.forEach(Thread::start);
        return threads;
    }
}
