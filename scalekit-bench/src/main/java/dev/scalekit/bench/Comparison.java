package dev.scalekit.bench;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One table: subjects that do the same under the same load.
 *
 * @param declaration what the class says about it
 * @param load how its subjects are driven
 * @param size the size of what is measured, or {@link #NO_SIZE}
 * @param trials the rows: ours, the peers, the limit
 */
record Comparison(Compare declaration, Load load, int size, List<Trial> trials) {

    /** Stands for the size of what has none. */
    static final int NO_SIZE = -1;

    /**
     * Returns the tables that a class declares.
     *
     * @throws IllegalArgumentException if the reference or the other side of a goal is not a subject of the class, a
     *     goal has no bound or two, or what drives a subject cannot do what is asked
     */
    static List<Comparison> of(Class<?> type) {
        return Arrays.stream(type.getAnnotationsByType(Compare.class))
                .flatMap(declaration -> sizes(declaration).boxed().flatMap(size -> of(type, declaration, size)))
                .toList();
    }

    private static Stream<Comparison> of(Class<?> type, Compare declaration, int size) {
        return Arrays.stream(declaration.threads())
                .mapToObj(threads -> new Load(threads, declaration.perSecond()))
                .map(load -> new Comparison(declaration, load, size, trials(type, declaration, load, size)));
    }

    private static IntStream sizes(Compare declaration) {
        return declaration.sizes().length == 0 ? IntStream.of(NO_SIZE) : Arrays.stream(declaration.sizes());
    }

    private static List<Trial> trials(Class<?> type, Compare declaration, Load load, int size) {
        List<Method> methods = Stream.of(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Subject.class))
                .toList();
        benchmark(methods, declaration.reference(), type);
        return methods.stream()
                .map(method -> new Trial(declaration, method, load, size, goals(method, methods, load, size)))
                .peek(Comparison::requireDrivable)
                .sorted(Comparator.comparing((Trial trial) -> trial.subject().role())
                        .thenComparing(trial -> trial.subject().name()))
                .toList();
    }

    private static void requireDrivable(Trial trial) {
        if (trial.subject().isForAll() && (trial.isJmh() || !trial.load().isClosedLoop())) {
            throw new IllegalArgumentException(
                    trial.benchmark() + " is for all threads, which only our driver can do, and not at a rate");
        }
        if (trial.isJmh() && !trial.load().isClosedLoop()) {
            throw new IllegalArgumentException(trial.benchmark() + " is a JMH benchmark and cannot start "
                    + trial.load().perSecond() + " operations per second");
        }
        if (!trial.isJmh()
                && trial.size() != NO_SIZE
                && !takesSize(trial.method().getDeclaringClass())) {
            throw new IllegalArgumentException(trial.benchmark() + " has a size, which its constructor does not take");
        }
        Class<?> made = trial.method().getReturnType();
        if (!trial.isJmh() && !Operation.class.isAssignableFrom(made) && !OwnLoop.class.isAssignableFrom(made)) {
            throw new IllegalArgumentException(
                    trial.benchmark() + " is no JMH benchmark and returns no Operation and no OwnLoop");
        }
    }

    private static boolean takesSize(Class<?> type) {
        return Arrays.stream(type.getDeclaredConstructors())
                .anyMatch(constructor ->
                        Arrays.equals(constructor.getParameterTypes(), new Class<?>[] {Path.class, int.class}));
    }

    private static List<Label.Aim> goals(Method method, List<Method> methods, Load load, int size) {
        return Stream.of(method.getAnnotationsByType(Goal.class))
                .filter(goal -> isFor(load.threads(), goal.threads()) && isFor(size, goal.sizes()))
                .map(goal -> aim(goal, method, methods))
                .toList();
    }

    private static Label.Aim aim(Goal goal, Method method, List<Method> methods) {
        long bounds = DoubleStream.of(
                        goal.speed(),
                        goal.time(),
                        goal.more(),
                        goal.nanos(),
                        goal.bytes(),
                        goal.count().length())
                .filter(bound -> bound > 0)
                .count();
        if (bounds != 1) {
            throw new IllegalArgumentException(method
                    + " has a goal that gives not exactly one of speed, time, more, nanos, bytes and count: " + goal);
        }
        boolean hasOther = goal.speed() > 0 || goal.time() > 0 || goal.more() > 0;
        String other = hasOther ? benchmark(methods, goal.of(), method.getDeclaringClass()) : null;
        return new Label.Aim(
                goal.speed(), goal.time(), goal.more(), goal.nanos(), goal.bytes(), goal.count(), goal.most(), other);
    }

    private static boolean isFor(int value, int[] values) {
        return values.length == 0 || IntStream.of(values).anyMatch(each -> each == value);
    }

    private static String benchmark(List<Method> methods, String name, Class<?> type) {
        return methods.stream()
                .filter(method -> method.getName().equals(name))
                .map(method -> type.getName() + "." + name)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has no subject method " + name));
    }

    /** The heading of the table. */
    String heading() {
        return title() + ", " + load.words();
    }

    private String title() {
        return size == NO_SIZE ? declaration.title() : String.format(Locale.ROOT, declaration.title(), size);
    }

    /** What the result file says about a row. */
    Label label(Trial trial, Label.Run run) {
        String prefix = trial.method().getDeclaringClass().getName();
        return new Label(
                declaration.module(),
                title(),
                declaration.note(),
                trial.subject().name(),
                trial.subject().role(),
                prefix + "." + declaration.reference(),
                declaration.figure().isEmpty() ? null : declaration.figure(),
                load,
                trial.goals(),
                Stream.of(declaration.libraries()).map(Comparison::jar).toList(),
                run);
    }

    /** The name of the jar without its ending, which is artifact and version. */
    private static String jar(Class<?> library) {
        String path =
                library.getProtectionDomain().getCodeSource().getLocation().getPath();
        return Path.of(path).getFileName().toString().replaceFirst("\\.jar$", "");
    }
}
