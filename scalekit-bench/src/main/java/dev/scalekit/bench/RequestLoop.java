package dev.scalekit.bench;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;
import java.util.random.RandomGenerator;

/**
 * Sends requests that nobody waits for to simulated servers, as a balancer says. Requests come at random, independent of
 * each other, at a mean rate; how long they take is drawn from an exponential distribution. Not thread-safe.
 *
 * <p>The servers live in simulated time: a latency is what the simulation says, to the nanosecond, whatever the machine
 * is doing meanwhile. The balancers live in real time, because their averages and timers do: nothing is told to them
 * before the clock of the machine is there. When the machine has no time for the simulation, simulated time stands still
 * until it has, instead of telling them in a moment what happened in a second. All that such a pause can do is what it
 * does to every client: a balancer that measures latencies finds those of the requests under way too long. The rate that
 * is reported is that of real time, so it falls short of the one that was asked for by the pauses.
 */
final class RequestLoop implements OwnLoop {
    /** From here on it is a pause, and not the time that it takes to tell something. */
    private static final long PAUSE_NANOS = TimeUnit.MICROSECONDS.toNanos(50);

    private final LoadClock clock;
    private final Chooser chooser;
    private final List<SimulatedServer> servers;
    private final RandomGenerator random;

    private final PriorityQueue<Answer> answers = new PriorityQueue<>(Comparator.comparingLong(Answer::at));

    /** The reading of the clock at the beginning of simulated time. */
    private long start;

    /** Creates the loop; the same random numbers make the same requests. The loop ends the chooser. */
    RequestLoop(LoadClock clock, Chooser chooser, List<SimulatedServer> servers, RandomGenerator random) {
        this.clock = clock;
        this.chooser = chooser;
        this.servers = servers;
        this.random = random;
    }

    private record Answer(long at, Chooser.Request request, Chooser.Choice choice) {}

    @Override
    public LoadResult run(Load load, Duration warmup, Duration measurement) {
        start = clock.nanos();
        try (chooser) {
            Chooser.Request next = send(after(0, load), warmup.toNanos(), load, ignored -> {});
            Latencies latencies = new Latencies();
            Usage.Meter meter = Usage.start();
            long begun = clock.nanos();
            send(next, warmup.plus(measurement).toNanos(), load, latencies::add);
            double seconds = (clock.nanos() - begun) / 1e9;
            Usage used = meter.read();
            // Nothing is measured any more, and those in a line that has grown would take long.
            answers.forEach(this::tell);
            return LoadResult.of(latencies, 0, seconds, used);
        }
    }

    /** Sends what is due before the end; returns the request that is not. */
    private Chooser.Request send(Chooser.Request first, long end, Load load, LongConsumer latencies) {
        Chooser.Request next = first;
        while (next.due() < end) {
            answer(next.due());
            latencies.accept(send(next) - next.due());
            next = after(next.due(), load);
        }
        return next;
    }

    /** The next request. Both numbers are drawn for each, so that all subjects are sent the same. */
    private Chooser.Request after(long last, Load load) {
        long gap = Math.round(random.nextExponential() * 1e9 / load.perSecond());
        return new Chooser.Request(last + gap, random.nextExponential());
    }

    private long send(Chooser.Request request) {
        await(request.due());
        Chooser.Choice choice = chooser.choose(request);
        long at = servers.get(choice.endpoint()).serve(request);
        answers.add(new Answer(at, request, choice));
        return at;
    }

    /** Tells all answers that are there at a time, each at its own. */
    private void answer(long until) {
        for (Answer next = answers.peek(); next != null && next.at() <= until; next = answers.peek()) {
            await(next.at());
            tell(answers.remove());
        }
    }

    private void tell(Answer answer) {
        Chooser.Choice choice = answer.choice();
        choice.answered(servers.get(choice.endpoint()).answered(answer.request(), answer.at()));
    }

    private void await(long time) {
        clock.awaitUntil(start + time);
        long late = clock.nanos() - start - time;
        if (late > PAUSE_NANOS) {
            start += late;
        }
    }
}
