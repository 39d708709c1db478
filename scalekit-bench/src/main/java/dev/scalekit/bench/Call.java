package dev.scalekit.bench;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for.
 *
 * @param module the module to measure, or {@value #ALL}
 * @param effort how long to run
 * @param isRecorded whether the results are kept and the page of benchmarks is made anew
 * @param seed the seed of the order
 * @param traces the folder of recorded requests to replay instead of a measurement; empty for none
 * @param isHelp whether only the usage is wanted; the other values then mean nothing
 */
record Call(String module, Effort effort, boolean isRecorded, long seed, String traces, boolean isHelp) {

    static final String ALL = "all";

    /** The module whose benchmarks can replay recorded requests. */
    private static final String REPLAYED = "cache";

    /**
     * Reads the command line.
     *
     * @param modules the modules that there are
     * @param defaultSeed the seed if none is given
     * @throws IllegalArgumentException with a sentence for the user if something is unknown, missing or contradictory
     */
    static Call parse(List<String> arguments, List<String> modules, long defaultSeed) {
        Deque<String> rest = new ArrayDeque<>(arguments);
        String module = "";
        Effort effort = Effort.FULL;
        int rounds = 0;
        boolean recorded = false;
        long seed = defaultSeed;
        String traces = "";
        while (!rest.isEmpty()) {
            String argument = rest.remove();
            switch (argument) {
                case "--help", "-h" -> {
                    return new Call(ALL, effort, false, seed, "", true);
                }
                case "--quick" -> effort = Effort.QUICK;
                case "--record" -> recorded = true;
                case "--rounds" -> rounds = (int) number(argument, rest.poll(), 1, 1000);
                case "--seed" -> seed = number(argument, rest.poll(), Long.MIN_VALUE, Long.MAX_VALUE);
                case "--traces" -> traces = folder(argument, rest.poll());
                default -> module = module(argument, module, modules);
            }
        }
        if (module.isEmpty()) {
            throw new IllegalArgumentException("which module? There are: " + names(modules));
        }
        Effort chosen = rounds == 0 ? effort : effort.withRounds(rounds);
        if (recorded) {
            requireQuotable(chosen);
        }
        if (!traces.isEmpty()) {
            requireReplayable(module, recorded);
        }
        return new Call(module, chosen, recorded, seed, traces, false);
    }

    /** How to call it. */
    static String usage(List<String> modules) {
        return """
                usage: ./bench <module> [--quick] [--record] [--rounds N] [--seed S]
                       ./bench cache --traces FOLDER
                       ./bench --help

                Measures a module against what one would use instead and against the limit of the machine.

                  <module>     %s
                  --quick      a look within 15 minutes: %d short rounds; not to be quoted
                  --record     keep the results in scalekit-bench/results and make docs/benchmarks.md anew
                  --rounds N   rounds in which each subject runs once, in shuffled order; %d if not given
                  --seed S     the seed of the order; printed if not given
                  --traces FOLDER
                               measure nothing: replay the requests in files *.trace.xz, and print how many are hits

                Exit code: 0 measured, 1 a benchmark or the build failed, 2 the command line is wrong.
                """.formatted(names(modules), Effort.QUICK.rounds(), Effort.FULL.rounds());
    }

    /** The call in words that repeat it. */
    String words() {
        int usual = (effort.quick() ? Effort.QUICK : Effort.FULL).rounds();
        return "./bench " + module + (effort.quick() ? " --quick" : "") + (isRecorded ? " --record" : "")
                + (effort.rounds() == usual ? "" : " --rounds " + effort.rounds()) + " --seed " + seed;
    }

    private static String names(List<String> modules) {
        return String.join(", ", modules) + ", " + ALL;
    }

    private static String module(String argument, String before, List<String> modules) {
        if (argument.startsWith("-")) {
            throw new IllegalArgumentException("unknown option " + argument
                    + ". There are: --quick, --record, --rounds N, --seed S, --traces FOLDER, --help");
        }
        if (!before.isEmpty()) {
            throw new IllegalArgumentException("one module at a time, or " + ALL + ": " + before + " or " + argument);
        }
        if (!argument.equals(ALL) && !modules.contains(argument)) {
            throw new IllegalArgumentException("no benchmarks for \"" + argument + "\". There are: " + names(modules));
        }
        return argument;
    }

    private static long number(String option, @Nullable String value, long lowest, long highest) {
        try {
            long number = Long.parseLong(String.valueOf(value));
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException noNumber) {
            // Answered below, like a number that is out of bounds.
        }
        throw new IllegalArgumentException(option + " needs a whole number from " + lowest + " to " + highest
                + (value == null ? "" : ", not " + value));
    }

    private static String folder(String option, @Nullable String value) {
        if (value == null || value.startsWith("-")) {
            throw new IllegalArgumentException(option + " needs a folder" + (value == null ? "" : ", not " + value));
        }
        return value;
    }

    private static void requireReplayable(String module, boolean isRecorded) {
        if (!module.equals(REPLAYED)) {
            throw new IllegalArgumentException("--traces goes with " + REPLAYED + " only, not with " + module);
        }
        if (isRecorded) {
            throw new IllegalArgumentException("--traces measures nothing to record: leave out one of them");
        }
    }

    private static void requireQuotable(Effort effort) {
        if (effort.quick()) {
            throw new IllegalArgumentException("a quick run is not recorded: leave out --quick or --record");
        }
        if (effort.rounds() < Effort.QUOTABLE_ROUNDS) {
            throw new IllegalArgumentException(
                    "--record needs at least " + Effort.QUOTABLE_ROUNDS + " rounds, not " + effort.rounds());
        }
    }
}
