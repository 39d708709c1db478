package dev.scalekit.queue;

import dev.scalekit.queue.QueueStats.GroupStats;
import dev.scalekit.queue.QueueStats.Journal;
import dev.scalekit.queue.QueueStats.State;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Puts together what a queue tells of itself. Not instantiable. */
final class Snapshot {
    private Snapshot() {}

    static QueueStats of(Engine engine, boolean closed) {
        Map<String, GroupStats> groups = new LinkedHashMap<>();
        for (int group = 0; group < engine.ledger().groupCount(); group++) {
            groups.put(engine.ledger().declared(group).name(), group(engine, group));
        }
        Figures figures = engine.figures();
        return new QueueStats(
                state(engine, closed),
                figures.stored(),
                figures.storedPerSecond(),
                engine.writer().stalled(),
                engine.writer().idsDropped(),
                journal(engine),
                groups);
    }

    private static State state(Engine engine, boolean closed) {
        if (closed) {
            return State.CLOSED;
        }
        if (engine.writer().failure() != null) {
            return State.FAILED;
        }
        return engine.writer().isFull() ? State.FULL : State.OPEN;
    }

    private static Journal journal(Engine engine) {
        Log log = engine.store().log();
        ForceTimes.Summary forces = engine.figures().forces();
        return new Journal(
                log.chainBytes() + (long) log.spares().count() * log.spares().segmentBytes(),
                engine.ledger().liveBytes(),
                log.chain().size() + log.spares().count(),
                engine.figures().forceCount(),
                forces.median(),
                forces.p99(),
                forces.maximum());
    }

    private static GroupStats group(Engine engine, int group) {
        GroupDesk desk = engine.dispatcher().desk(group);
        GroupDesk.Figures now = desk.figures();
        long age = now.oldestSentAt() == 0 ? 0 : Math.max(0, engine.nowMillis() - now.oldestSentAt());
        Figures figures = engine.figures();
        return new GroupStats(
                engine.ledger().depth(group),
                now.leased(),
                now.retrying(),
                now.delayed(),
                engine.ledger().with(group, own -> own.dead().size()),
                Duration.ofMillis(age),
                figures.delivered(group),
                figures.acknowledged(group),
                figures.acknowledgedPerSecond(group),
                desk.isPaused());
    }
}
