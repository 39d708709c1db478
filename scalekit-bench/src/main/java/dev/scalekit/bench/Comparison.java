package dev.scalekit.bench;

import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One table: subjects that do the same under the same load.
 *
 * @param declaration what the class says about it
 * @param load how its subjects are driven
 * @param trials the rows: ours, the peers, the limit
 */
record Comparison(Compare declaration, Load load, List<Trial> trials) {

    /**
     * Returns the tables that a class declares.
     *
     * @throws IllegalArgumentException if the reference or the other side of a goal is not a subject of the class, a
     *     goal has no factor or two, or a JMH benchmark has a rate
     */
    static List<Comparison> of(Class<?> type) {
        return Arrays.stream(type.getAnnotationsByType(Compare.class))
                .flatMap(declaration -> Arrays.stream(declaration.threads())
                        .mapToObj(threads -> new Load(threads, declaration.perSecond()))
                        .map(load -> new Comparison(declaration, load, trials(type, declaration.reference(), load))))
                .toList();
    }

    private static List<Trial> trials(Class<?> type, String reference, Load load) {
        List<Method> methods = Stream.of(type.getDeclaredMethods())
                .filter(method -> method.isAnnotationPresent(Subject.class))
                .toList();
        benchmark(methods, reference, type);
        return methods.stream()
                .map(method -> new Trial(method, load, goals(method, methods, load)))
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
        if (!trial.isJmh() && !Operation.class.isAssignableFrom(trial.method().getReturnType())) {
            throw new IllegalArgumentException(trial.benchmark() + " is no JMH benchmark and returns no Operation");
        }
    }

    private static List<Label.Aim> goals(Method method, List<Method> methods, Load load) {
        return Stream.of(method.getAnnotationsByType(Goal.class))
                .filter(goal -> isFor(goal, load))
                .map(goal -> {
                    if (goal.speed() > 0 == goal.time() > 0) {
                        throw new IllegalArgumentException(
                                method + " has a goal that gives not exactly one of speed and time: " + goal);
                    }
                    return new Label.Aim(
                            goal.speed(), goal.time(), benchmark(methods, goal.of(), method.getDeclaringClass()));
                })
                .toList();
    }

    private static boolean isFor(Goal goal, Load load) {
        return goal.threads().length == 0
                || IntStream.of(goal.threads()).anyMatch(threads -> threads == load.threads());
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
        return declaration.title() + ", " + load.words();
    }

    /** What the result file says about a row. */
    Label label(Trial trial, Label.Run run) {
        String prefix = trial.method().getDeclaringClass().getName();
        return new Label(
                declaration.module(),
                declaration.title(),
                declaration.note(),
                trial.subject().name(),
                trial.subject().role(),
                prefix + "." + declaration.reference(),
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
