package dev.scalekit.routing;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofSeconds;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.routing.balance.Balancers;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.ChildJvm;
import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Evidence;
import dev.scalekit.testkit.OwnedProcess;
import dev.scalekit.testkit.Tally;
import dev.scalekit.testkit.postgres.PgServer;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What reads see on replicas that lag. */
@Timeout(300)
final class ReadYourWritesTest {
    private static final int CALLERS = 32;
    private static final int PAIRS = 20_000;

    private RoutingRig rig;
    private OwnWrites own;
    private PgServer primary;
    private PgServer near;
    private PgServer far;

    @BeforeEach
    void start() {
        start(ofMillis(60));
    }

    private void start(Duration wait) {
        rig = new RoutingRig(
                servers -> {},
                it -> it.balancer(Balancers.roundRobin())
                        .reads(reads -> reads.waitForReplica(wait)
                                // The machine may have much to do besides.
                                .maximumLag(ofSeconds(30))
                                .primaryFallback(CALLERS)),
                CALLERS);
        rig.counters(CALLERS);
        own = new OwnWrites(rig.db);
        primary = rig.pg.primary();
        near = rig.pg.standbys().get(0);
        far = rig.pg.standbys().get(1);
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void no_read_misses_a_write_of_its_own_and_most_are_on_replicas() throws Exception {
        long begun = System.nanoTime();
        rig.pg.standbys().forEach(standby -> standby.delayReplay(ofMillis(5)));
        int pairs = Effort.scaled(PAIRS);
        AtomicLong stale = new AtomicLong();
        RoutingStats before = rig.db.stats();

        inParallel(caller -> {
            for (int i = 0; i < pairs / CALLERS; i++) {
                boolean isSeen = i % 2 == 0 ? own.isSeenInOneScope(caller) : own.isSeenByToken(caller);
                stale.addAndGet(isSeen ? 0 : 1);
            }
        });

        RoutingStats after = rig.db.stats();
        long onReplicas = after.replicaReads() - before.replicaReads();
        long onPrimary = after.primaryReads() - before.primaryReads();
        Evidence.append("routing.read-your-writes", pairs, stale.get(), Duration.ofNanos(System.nanoTime() - begun), 0);
        System.out.printf("%d reads on replicas, %d on the primary%n", onReplicas, onPrimary);
        assertThat(stale).hasValue(0);
        assertThat((double) onReplicas / (onReplicas + onPrimary)).isGreaterThan(0.6);
    }

    @Test
    void a_token_of_another_process_holds_here() throws Exception {
        rig.pg.standbys().forEach(standby -> standby.delayReplay(ofMillis(5)));
        int pairs = Effort.scaled(400);
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(pairs)));
        rig.pg.servers().forEach(server -> arguments.add(server.jdbcUrl()));

        try (Tally tally = Tally.of("routing.tokens-of-another-process", 0);
                OwnedProcess writer =
                        OwnedProcess.startPiped("writer", ChildJvm.command(TokenWriter.class, arguments), null)) {
            for (int i = 0; i < pairs; i++) {
                String[] said = requireNonNull(writer.output().readLine()).split(" ", 2);
                ReadToken token = ReadToken.parse(said[1]);
                long read = rig.db.atLeast(token, () -> rig.read(1));

                tally.count(() -> assertThat(read).isGreaterThanOrEqualTo(Long.parseLong(said[0])));
            }
        }
        assertThat(rig.db.stats().replicaReads()).isPositive();
    }

    /** That the harness sees what is stale. */
    @Test
    void without_a_scope_of_its_own_a_read_misses_what_another_process_has_written() throws Exception {
        near.delayReplay(ofMillis(200));
        far.delayReplay(ofMillis(200));

        boolean isMissed = false;
        for (int i = 0; i < 10 && !isMissed; i++) {
            primary.execute("UPDATE counter SET value = " + (100 + i) + " WHERE id = 1");
            isMissed = rig.read(1) < 100 + i;
        }

        assertThat(isMissed).isTrue();
    }

    @Test
    void what_a_scope_reads_never_goes_back() throws Exception {
        long begun = System.nanoTime();
        far.delayReplay(ofMillis(100));
        AtomicBoolean stopped = new AtomicBoolean();
        AtomicLong backwards = new AtomicLong();
        AtomicLong reads = new AtomicLong();
        AtomicLong free = new AtomicLong();
        Thread writer = new Thread(() -> {
            while (!stopped.get()) {
                primary.execute("UPDATE counter SET value = value + 1 WHERE id = 1");
            }
        });
        writer.start();
        try {
            inParallel(caller -> {
                for (int scope = 0; scope < Effort.scaled(8); scope++) {
                    rig.db.atLeast(ReadToken.NONE, () -> backwards.addAndGet(own.backwards(reads)));
                }
                free.addAndGet(own.backwards(new AtomicLong()));
            });
        } finally {
            stopped.set(true);
            writer.join();
        }

        Evidence.append(
                "routing.monotonic-reads",
                reads.get(),
                backwards.get(),
                Duration.ofNanos(System.nanoTime() - begun),
                0);
        assertThat(backwards).hasValue(0);
        assertThat(free).as("without a scope it does").hasPositiveValue();
    }

    @Test
    void a_token_of_a_write_that_was_lost_is_told_and_never_taken_for_seen() throws Exception {
        near.stop();
        far.stop();
        ReadToken token = rig.db.atLeast(ReadToken.NONE, () -> {
            rig.increment(1);
            return rig.db.token();
        });
        primary.kill();
        near.start();
        far.start();
        near.promote();
        far.follow(near);
        fillPast(token);
        rig.await(near, NodeStanding.PRIMARY);
        rig.await(far, NodeStanding.REPLICA);

        long read = rig.db.atLeast(token, () -> rig.read(1));

        assertThat(read).as("the write is lost").isZero();
        Await.until(
                "the loss is told",
                ofSeconds(10),
                () -> rig.lost.stream()
                        .anyMatch(lost ->
                                token.equals(lost.token()) && lost.primary().equals(near.name())));
    }

    @Test
    void each_acknowledged_write_that_a_failover_loses_is_told() throws Exception {
        Map<Integer, ReadToken> acknowledged = new HashMap<>();
        for (int id = 1; id <= 20; id++) {
            if (id == 11) {
                near.awaitReplayOf(primary);
                far.awaitReplayOf(primary);
                near.stop();
                far.stop();
            }
            int written = id;
            acknowledged.put(id, rig.db.atLeast(ReadToken.NONE, () -> {
                rig.increment(written);
                return rig.db.token();
            }));
        }
        primary.kill();
        near.start();
        far.start();
        near.promote();
        far.follow(near);
        rig.await(near, NodeStanding.PRIMARY);
        fillPast(requireNonNull(acknowledged.get(20)));

        Set<Integer> missing = new TreeSet<>();
        for (var write : acknowledged.entrySet()) {
            if (rig.db.atLeast(write.getValue(), () -> rig.read(write.getKey())) == 0) {
                missing.add(write.getKey());
            }
        }

        assertThat(missing).isEqualTo(IntStream.rangeClosed(11, 20).boxed().collect(Collectors.toSet()));
        Await.until("each is told", ofSeconds(10), () -> told(acknowledged).containsAll(missing));
    }

    private Set<Integer> told(Map<Integer, ReadToken> acknowledged) {
        return acknowledged.entrySet().stream()
                .filter(write ->
                        rig.lost.stream().anyMatch(lost -> write.getValue().equals(lost.token())))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** A comparison of bytes alone would take the token for covered now. */
    private void fillPast(ReadToken token) {
        long lost = Long.parseUnsignedLong(
                token.toString().substring(token.toString().lastIndexOf('.') + 1), 16);
        near.execute("CREATE TABLE filler (text TEXT)");
        while (near.position() <= lost) {
            near.execute("INSERT INTO filler SELECT repeat('x', 1000) FROM generate_series(1, 100)");
        }
    }

    @Test
    void a_token_from_the_future_is_told_and_holds_nobody_up() throws Exception {
        ReadToken forged = fromTheFuture();

        rig.db.atLeast(forged, () -> rig.read(1));

        awaitTold(forged);
        assertThat(rig.db.atLeast(ReadToken.NONE, () -> rig.read(1))).isEqualTo(1);
    }

    @Test
    void what_is_lost_is_told_though_nobody_waited_until_the_primary_had_said_so() throws Exception {
        stop();
        start(Duration.ZERO);
        ReadToken forged = fromTheFuture();

        rig.db.atLeast(forged, () -> rig.read(1));

        awaitTold(forged);
    }

    private ReadToken fromTheFuture() throws SQLException {
        ReadToken token = rig.db.atLeast(ReadToken.NONE, () -> {
            rig.increment(1);
            return rig.db.token();
        });
        return ReadToken.parse(token.toString().replaceFirst("[^.]*$", "ffffffffffff"));
    }

    private void awaitTold(ReadToken token) {
        Await.until("it is told", ofSeconds(10), () -> rig.lost.stream().anyMatch(lost -> token.equals(lost.token())));
    }

    private interface Caller {
        void call(int number) throws Exception;
    }

    private static void inParallel(Caller caller) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try {
            List<Callable<Boolean>> calls = new ArrayList<>();
            for (int i = 1; i <= CALLERS; i++) {
                int number = i;
                calls.add(() -> {
                    caller.call(number);
                    return true;
                });
            }
            for (Future<Boolean> call : threads.invokeAll(calls)) {
                call.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
