package dev.scalekit.examples.demo;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for. Immutable.
 *
 * @param rate the visits that customers begin in a second
 * @param seconds after how long the demo ends by itself
 * @param port where the page is; 0 for any free port
 * @param seed fixes in which order the customers of a day come, and what they look at
 * @param step the number of the last step to build
 * @param isSmoke whether every button is pressed once, without a page, and the demo then ends
 * @param isHelp whether only the usage is wanted; the other values then mean nothing
 */
record Options(int rate, int seconds, int port, long seed, int step, boolean isSmoke, boolean isHelp) {
    static final int DEFAULT_PORT = 7070;
    private static final int DEFAULT_RATE = 25;
    private static final int DEFAULT_SECONDS = 1_800;
    private static final int HIGHEST_RATE = 500;
    private static final int MOST_SECONDS = 14_400;
    /** The ledger keeps every order in memory. */
    private static final int MOST_VISITS = 1_000_000;

    /**
     * Reads the command line.
     *
     * @param steps all steps that there are
     * @param defaultSeed the seed if none is given
     * @throws IllegalArgumentException with a sentence for the user if something is unknown, missing or out of bounds
     */
    static Options parse(List<String> arguments, List<Step> steps, long defaultSeed) {
        int last = steps.get(steps.size() - 1).number();
        Options options = new Options(DEFAULT_RATE, DEFAULT_SECONDS, DEFAULT_PORT, defaultSeed, last, false, false);
        Deque<String> rest = new ArrayDeque<>(arguments);
        while (!rest.isEmpty()) {
            options = options.with(rest.remove(), rest, steps);
        }
        if ((long) options.rate * options.seconds > MOST_VISITS) {
            throw new IllegalArgumentException("--rate times --seconds must be at most " + MOST_VISITS + " visits, not "
                    + options.rate + " x " + options.seconds + " = " + (long) options.rate * options.seconds);
        }
        return options;
    }

    private Options with(String option, Deque<String> rest, List<Step> steps) {
        return switch (option) {
            case "--rate" ->
                new Options((int) number(option, rest, 1, HIGHEST_RATE), seconds, port, seed, step, isSmoke, isHelp);
            case "--seconds" ->
                new Options(rate, (int) number(option, rest, 5, MOST_SECONDS), port, seed, step, isSmoke, isHelp);
            case "--port" ->
                new Options(rate, seconds, (int) number(option, rest, 0, 65_535), seed, step, isSmoke, isHelp);
            case "--seed" ->
                new Options(
                        rate,
                        seconds,
                        port,
                        number(option, rest, Long.MIN_VALUE, Long.MAX_VALUE),
                        step,
                        isSmoke,
                        isHelp);
            case "--step" -> new Options(rate, seconds, port, seed, step(rest, steps), isSmoke, isHelp);
            case "--smoke" -> new Options(rate, seconds, port, seed, step, true, isHelp);
            case "--help", "-h" -> new Options(rate, seconds, port, seed, step, isSmoke, true);
            default ->
                throw new IllegalArgumentException("unknown option " + option
                        + ". There are: --rate N, --seconds N, --port N, --seed N, --step N, --smoke, --help");
        };
    }

    /** How to call it. */
    static String usage(List<Step> steps) {
        StringBuilder list = new StringBuilder();
        for (Step step : steps) {
            list.append("                 ")
                    .append(step.number())
                    .append("  ")
                    .append(step.title())
                    .append('\n');
        }
        return """
                usage: ./demo [--rate N] [--seconds N] [--port N] [--seed N] [--step N]
                       ./demo --smoke
                       ./demo --help

                Runs a shop for real on this machine: a PostgreSQL server, web servers, and customers who replay the
                sales of FoodMart. Prints the address of a page that shows it, with buttons that break it. Ctrl-C ends it.

                  --rate N     visits a second, 1 to %d; %d if not given
                  --seconds N  ends by itself after so long, 5 to %d; %d if not given
                  --port N     where the page is, 0 for any free port; %d if not given
                  --seed N     the order of the customers of a day and what they look at; printed if not given
                  --step N     how much to build; all of it if not given. There is no step yet between these:
                %s  --smoke      builds and measures a step at a time, presses every button once, prints what came of it,
                               and ends

                Exit code: 0 every promise held, 1 one was broken or the demo could not run, 2 the command line is wrong.
                """.formatted(HIGHEST_RATE, DEFAULT_RATE, MOST_SECONDS, DEFAULT_SECONDS, DEFAULT_PORT, list);
    }

    private static int step(Deque<String> rest, List<Step> steps) {
        @Nullable String value = rest.poll();
        List<String> numbers =
                steps.stream().map(step -> Integer.toString(step.number())).toList();
        if (!numbers.contains(String.valueOf(value))) {
            throw new IllegalArgumentException("--step needs one of the steps that there are, "
                    + String.join(", ", numbers) + (value == null ? "" : ", not " + value));
        }
        return Integer.parseInt(String.valueOf(value));
    }

    private static long number(String option, Deque<String> rest, long lowest, long highest) {
        @Nullable String value = rest.poll();
        try {
            long number = Long.parseLong(String.valueOf(value));
            if (number >= lowest && number <= highest) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Answered below, like a number that is out of bounds.
        }
        throw new IllegalArgumentException(option + " needs a whole number from " + lowest + " to " + highest
                + (value == null ? "" : ", not " + value));
    }
}
