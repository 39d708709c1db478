package dev.scalekit.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.springframework.session.jdbc.JdbcIndexedSessionRepository;

/** What users notice while expired sessions are removed. Not thread-safe. */
@Compare(
        module = "session",
        title = "Read-only requests while another server removes 100,000 expired sessions",
        reference = "raw",
        threads = 1,
        perSecond = 200,
        figure = RunResults.P99,
        libraries = JdbcIndexedSessionRepository.class,
        note =
                "500 sessions are in use and 100,000 have expired, or 10,000 in a quick run. Measured from when the other"
                        + " server begins until it is done, and without a cleanup for the limit. A transaction is timed from its"
                        + " first statement to the answer to its commit. Jetty and Tomcat load and remove one after the other. "
                        + SessionTable.NOTE)
final class CleanUp extends SessionTable {
    /** The headings of what is told of the cleanup. */
    static final String LONGEST = "ms of the longest cleanup transaction";

    private static final String TOOK = "ms of the cleanup";

    private static final int LIVE = 500;
    private static final int EXPIRED = 100_000;
    private static final int EXPIRED_IF_QUICK = 10_000;
    /** A measurement from here on is not that of a quick run. */
    private static final Duration LONG = Duration.ofSeconds(2);

    private static final int EXTRA_MICROS = 300;

    CleanUp(Path folder) {
        super(EXTRA_MICROS);
    }

    @Subject(name = "no cleanup", role = Role.LIMIT)
    OwnLoop raw(int round) {
        return (load, warmup, measurement) -> {
            Reader reader = reader(SessionKind.RAW, load);
            reader.read(inTheEnd(warmup));
            return reader.read(inTheEnd(measurement));
        };
    }

    @Subject(name = "ScaleKit JdbcSessionStore", role = Role.OURS)
    @Goal(count = CleanUp.LONGEST, most = 50)
    OwnLoop scalekit(int round) {
        return cleaning(SessionKind.SCALEKIT);
    }

    @Subject(name = "Spring Session JDBC", role = Role.PEER)
    OwnLoop spring(int round) {
        return cleaning(SessionKind.SPRING);
    }

    private OwnLoop cleaning(SessionKind kind) {
        return (load, warmup, measurement) -> {
            Reader reader = reader(kind, load);
            int expired = measurement.compareTo(LONG) < 0 ? EXPIRED_IF_QUICK : EXPIRED;
            database().server().execute(kind.expired(expired).toArray(String[]::new));
            database().server().execute("VACUUM ANALYZE", "CHECKPOINT");
            reader.read(inTheEnd(warmup));

            Wire wire = new Wire(LoadClock.SYSTEM, Duration.ofNanos(TimeUnit.MICROSECONDS.toNanos(EXTRA_MICROS)));
            FutureTask<Duration> cleanup = cleanUp(kind, wire);
            LoadResult result = reader.read(cleanup::isDone);

            requireLeft(kind);
            return result.with(Map.of(
                    LONGEST, millis(wire.longestTransaction()),
                    TOOK, millis(cleanup.get())));
        };
    }

    /** Starts another server, which cleans up until there is nothing left. */
    private FutureTask<Duration> cleanUp(SessionKind kind, Wire wire) throws Exception {
        WebSessions cleaner = kind.open(database().source(wire));
        FutureTask<Duration> cleanup = new FutureTask<>(() -> {
            long begun = LoadClock.SYSTEM.nanos();
            try (cleaner) {
                boolean isClean = false;
                while (!isClean) {
                    isClean = cleaner.cleanUp();
                }
            }
            return Duration.ofNanos(LoadClock.SYSTEM.nanos() - begun);
        });
        Thread thread = new Thread(cleanup, "scalekit-bench-cleanup");
        thread.setDaemon(true);
        thread.start();
        return cleanup;
    }

    private void requireLeft(SessionKind kind) {
        String left = database().server().query("SELECT count(*) FROM " + kind.table());
        if (!left.equals(String.valueOf(LIVE))) {
            throw new IllegalStateException("of " + LIVE + " sessions that had not expired " + left + " are left");
        }
    }

    private static BooleanSupplier inTheEnd(Duration length) {
        long end = LoadClock.SYSTEM.nanos() + length.toNanos();
        return () -> LoadClock.SYSTEM.nanos() - end >= 0;
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    private Reader reader(SessionKind kind, Load load) throws Exception {
        return new Reader(open(kind), fill(kind, LIVE), TimeUnit.SECONDS.toNanos(1) / load.perSecond());
    }

    /** Reads at a rate; a latency counts from when the request was due, as in {@link LoadLoop}. Not thread-safe. */
    private record Reader(WebSessions sessions, List<String> ids, long interval) {
        LoadResult read(BooleanSupplier isOver) throws Exception {
            LoadClock clock = LoadClock.SYSTEM;
            SplittableRandom random = new SplittableRandom(interval);
            Latencies latencies = new Latencies();
            Usage.Meter meter = Usage.start();
            long start = clock.nanos();
            long due = start;
            do {
                clock.awaitUntil(due);
                requireNew(sessions.read(ids.get(random.nextInt(ids.size()))));
                latencies.add(clock.nanos() - due);
                due += interval;
            } while (!isOver.getAsBoolean());
            return LoadResult.of(latencies, 0, (clock.nanos() - start) / 1e9, meter.read());
        }
    }
}
