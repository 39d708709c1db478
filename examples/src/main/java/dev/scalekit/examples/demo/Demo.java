package dev.scalekit.examples.demo;

import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program behind {@code ./demo}. */
public final class Demo {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final Duration LONGEST_ENDING = Duration.ofSeconds(40);
    private final Options options;
    private final PrintStream out;
    private final long startedMillis;
    private final Thread thread = Thread.currentThread();
    private final CountDownLatch endWanted = new CountDownLatch(1);
    /** While it starts, and during a smoke run; not while it waits or ends. */
    private volatile boolean interruptible;

    Demo(Options options, PrintStream out, long startedMillis) {
        this.options = options;
        this.out = out;
        this.startedMillis = startedMillis;
    }

    /**
     * Runs what the arguments ask for. The system property {@code scalekit.demo.folder} names the folder for its files;
     * {@code scalekit.demo.started} says when the command was given, in milliseconds since 1970.
     */
    public static void main(String[] arguments) {
        long started = Long.getLong("scalekit.demo.started", System.currentTimeMillis());
        // Without it the JDK's server waits 40 ms for an acknowledgement between head and body of an answer.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // What happens to servers is in the page's log, and here some are killed on purpose.
        System.setProperty("org.slf4j.simpleLogger.log.dev.scalekit.routing", "error");
        System.setProperty("org.slf4j.simpleLogger.log.com.zaxxer.hikari", "error");
        int code;
        try {
            Options options = Options.parse(List.of(arguments), Steps.ALL, new SecureRandom().nextInt(1_000_000));
            code = options.isHelp() ? help() : new Demo(options, System.out, started).runUntilSignal();
        } catch (IllegalArgumentException e) {
            System.err.println("demo: " + e.getMessage());
            code = WRONG_USAGE;
        }
        System.out.flush();
        // Everything is closed. System.exit would wait for the hook, which waits for us.
        Runtime.getRuntime().halt(code);
    }

    private static int help() {
        System.out.print(Options.usage(Steps.ALL));
        return 0;
    }

    /** Ctrl-C and kill end it as its time does: in order, with a summary. */
    private int runUntilSignal() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "scalekit-demo-signal"));
        try {
            return run(Path.of(System.getProperty("scalekit.demo.folder", "target/demo")));
        } catch (Exception e) {
            System.err.println("demo: " + (endWanted.getCount() == 0 ? "ended by a signal" : e.getMessage()));
            return FAILED;
        }
    }

    /** Called by the signal. The JVM ends when this returns, or when {@code main} halts it with the right exit code. */
    private void end() {
        endWanted.countDown();
        if (interruptible) {
            thread.interrupt();
        }
        try {
            thread.join(LONGEST_ENDING.toMillis());
            System.err.println("demo: it did not end within " + LONGEST_ENDING.toSeconds() + " s");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Starts everything, runs it and ends it.
     *
     * @param folder where its files go while it runs
     * @return the exit code
     */
    int run(Path folder) throws Exception {
        Machine.requireMemory();
        interruptible = true;
        try (RunFolder files = RunFolder.in(folder);
                Site site = new Site(files.path(), options, new Timeline(Ticker.system()))) {
            Auditor auditor = new Auditor(site.promises(), site.timeline());
            Operator operator = new Operator(site.experiments(), auditor, site.timeline());
            try {
                start(site, auditor, operator);
                return shop(site, auditor, operator) ? 0 : FAILED;
            } finally {
                interruptible = false;
                // Or nothing could be waited for while it closes.
                Thread.interrupted();
            }
        }
    }

    private void start(Site site, Auditor auditor, Operator operator) throws Exception {
        if (options.isSmoke()) {
            // The others are built while the customers shop: see grow.
            open(Steps.ALL.subList(0, 1), site, auditor, operator);
            out.println("demo: open " + sinceCommand() + " after the command. Seed " + options.seed());
            return;
        }
        Broadcast broadcast = new Broadcast(new Observer(site, auditor, operator));
        // The page's port first: whoever chose a taken one is not kept waiting to hear it.
        PageServer page = site.owns(PageServer.start(options.port(), broadcast, operator));
        open(Steps.upTo(options.step()), site, auditor, operator);
        site.owns(broadcast).start();
        out.println("demo: " + page.address() + " shows it, " + sinceCommand() + " after the command. Seed "
                + options.seed() + ". It ends by Ctrl-C, or by itself after " + options.seconds() + " s");
    }

    private void open(List<Step> steps, Site site, Auditor auditor, Operator operator) throws Exception {
        for (Step step : steps) {
            build(step, site);
        }
        site.prepare();
        site.owns(auditor).start();
        site.owns(operator);
        site.component(Customers.class).start();
    }

    /** Lets the customers shop until the end; returns whether all was well. */
    private boolean shop(Site site, Auditor auditor, Operator operator) throws Exception {
        Growth growth = new Growth(site);
        boolean recovered = true;
        if (options.isSmoke()) {
            grow(site, growth);
            recovered = pressEveryButton(site, operator);
        } else {
            waitForTheEnd();
        }
        Customers customers = site.component(Customers.class);
        // An experiment that is under way ends first: it would take the customers' going home for its outcome.
        operator.close();
        customers.close();
        // Nothing lost of nothing ordered would be no promise kept.
        boolean held = auditor.checkInTheEnd() && customers.ledger().acknowledgedCount() > 0;
        new Summary(site, operator, auditor).print(out);
        growth.print(out);
        out.println(held ? "demo: every promise held" : "demo: NOT every promise held");
        if (!recovered) {
            out.println("demo: NOT everything recovered");
        }
        return held && recovered;
    }

    /** Measures the first step, and each of the others once it is built: the same customers, one building block more. */
    private void grow(Site site, Growth growth) throws Exception {
        for (Step step : Steps.upTo(options.step())) {
            if (step.number() > Steps.ALL.get(0).number()) {
                build(step, site);
            }
            growth.measure(step);
        }
    }

    private void build(Step step, Site site) throws Exception {
        long start = site.ticker().nanos();
        out.print("demo: " + step.title() + " ... ");
        out.flush();
        step.build(site);
        out.println(Figures.seconds(site.ticker().nanos() - start) + " s");
    }

    private boolean pressEveryButton(Site site, Operator operator) throws InterruptedException {
        boolean good = !site.experiments().isEmpty();
        for (Experiment experiment : site.experiments()) {
            out.println("demo: " + experiment.title() + " ...");
            good &= operator.run(experiment).isGood();
        }
        return good;
    }

    private void waitForTheEnd() throws InterruptedException {
        interruptible = false;
        endWanted.await(options.seconds(), TimeUnit.SECONDS);
        out.println("demo: ends ...");
    }

    private String sinceCommand() {
        return Figures.seconds(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() - startedMillis)) + " s";
    }
}
