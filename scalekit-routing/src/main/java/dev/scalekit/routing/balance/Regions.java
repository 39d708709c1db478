package dev.scalekit.routing.balance;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The regions of a balancer, and all that changes which part of its users each keeps. Thread-safe: one lock guards it,
 * each change ends by publishing a map, and nothing of the user's runs under the lock.
 */
final class Regions<T> {
    private static final Logger LOG = LoggerFactory.getLogger(RegionBalancer.class);

    /** A way back is made in so many steps at least, however seldom regions are looked at. */
    private static final int STEPS = 50;

    private static final long SHORTEST_STEP = Duration.ofMillis(100).toNanos();

    private final RegionSettings settings;
    private final @Nullable HealthProbe<? super T> probe;
    private final Environment environment;
    private final Callbacks callbacks;
    private final Prober prober;

    private final ReentrantLock lock = new ReentrantLock();
    private final List<RegionNode<T>> nodes = new ArrayList<>();
    private boolean closed;
    private volatile RegionMap<T> map;

    Regions(
            RegionSettings settings,
            List<RegionDeclaration<T>> declarations,
            @Nullable HealthProbe<? super T> probe,
            Environment environment) {
        this.settings = settings;
        this.probe = probe;
        this.environment = environment;
        this.callbacks = new Callbacks(settings.name(), environment.callbacks());
        this.prober = new Prober(environment.probes());
        long now = environment.ticker().nanos();
        for (RegionDeclaration<T> declaration : declarations) {
            ProbeRounds rounds = new ProbeRounds(
                    settings.probing().every(),
                    settings.probing().timeout(),
                    Mix.hash(declaration.region().name()),
                    now);
            nodes.add(new RegionNode<>(
                    declaration, settings, rounds, environment.wall().instant()));
        }
        map = RegionMap.of(nodes.stream().map(node -> node.entry(now)).toList());
    }

    RegionMap<T> map() {
        return map;
    }

    /** Does what is due; returns in how many nanoseconds something is. */
    long tick() {
        List<RegionNode<T>> due = new ArrayList<>();
        long wait = settings.probing().every().toNanos();
        lock.lock();
        try {
            long now = environment.ticker().nanos();
            for (RegionNode<T> node : nodes) {
                expire(node, now);
                if (node.rounds.tryBegin(now)) {
                    due.add(node);
                }
                wait = Math.min(wait, node.rounds.next() - now);
            }
            settle(now);
            if (nodes.stream().anyMatch(RegionNode::isReturning)) {
                wait = Math.min(
                        wait, Math.max(SHORTEST_STEP, settings.failBackOver().toNanos() / STEPS));
            }
        } finally {
            lock.unlock();
        }
        due.forEach(this::look);
        return Math.max(0, wait);
    }

    private void look(RegionNode<T> node) {
        Callable<Double> check = () -> {
            if (probe != null) {
                probe.check(
                        node.declaration().region().target(), settings.probing().timeout());
            }
            return Bounds.requireBetween(node.declaration().health().health(), "health", 0, 1);
        };
        prober.start(
                check,
                health -> end(node, () -> node.heard(health)),
                why -> end(node, () -> node.failed(why)),
                () -> end(node, () -> {}));
    }

    private void end(RegionNode<T> node, Runnable result) {
        lock.lock();
        try {
            long now = environment.ticker().nanos();
            expire(node, now);
            // Looks are interrupted at the end, which says nothing of the region.
            if (node.rounds.end() && !closed) {
                result.run();
            }
            if (!closed) {
                settle(now);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A look that should have ended has failed, whatever comes of it later. */
    private void expire(RegionNode<T> node, long now) {
        if (node.rounds.tryExpire(now)) {
            node.failed("no answer within " + settings.probing().timeout());
        }
    }

    /** Takes no notice any more of what comes of looks that go on. */
    void close() {
        lock.lock();
        try {
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    private void settle(long now) {
        nodes.forEach(node -> node.update(now));
        // While no region bears all of its users, none that could bear more is spared: the others need the help.
        if (nodes.stream().allMatch(node -> node.kept() < 1)) {
            nodes.forEach(RegionNode::release);
        }
        List<Runnable> untold = new ArrayList<>();
        for (RegionNode<T> node : nodes) {
            double before = node.told();
            if (node.settle(environment.wall().instant())) {
                untold.add(() -> tell(node.entry(now).status(map.sum()), before));
            }
        }
        // Also where nothing has moved: what is known of a region is in it too.
        map = RegionMap.of(nodes.stream().map(node -> node.entry(now)).toList());
        // Nobody may hear of it before the map shows it.
        untold.forEach(Runnable::run);
    }

    private void tell(RegionStatus status, double before) {
        callbacks.offer(() -> {
            log(status, before);
            settings.listener().changed(status, before);
        });
    }

    /** Not each step of a way back, but where it begins and ends. */
    private void log(RegionStatus status, double before) {
        if (status.kept() < before || before == 0 || status.kept() == 1) {
            LOG.atLevel(status.kept() == 0 ? Level.WARN : Level.INFO)
                    .log(
                            "{}: {} keeps {} % of its users, before {} %: {}",
                            settings.name(),
                            status.name(),
                            Math.round(status.kept() * 100),
                            Math.round(before * 100),
                            status.reason());
        }
    }
}
