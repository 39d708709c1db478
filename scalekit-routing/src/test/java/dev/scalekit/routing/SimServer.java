package dev.scalekit.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A server of PostgreSQL as far as histories go: what it has received, how much of that it has replayed, and what it says of
 * that. A place is a number of entries. Not thread-safe.
 */
final class SimServer {
    final String name;
    final List<Entry> log = new ArrayList<>();
    /** What could be read at the end of each start before. */
    private final Map<String, List<Entry>> before = new HashMap<>();

    private int replayed;
    private int starts;
    private int control;
    private @Nullable SimServer upstream;
    private boolean streams;
    boolean isUp = true;
    boolean isPrimary;

    /** Something that was written; no two are the same. */
    record Entry(long id, int timeline) {}

    SimServer(String name) {
        this.name = name;
    }

    String incarnation() {
        return name + " started " + starts;
    }

    int timeline() {
        return log.get(log.size() - 1).timeline;
    }

    /** Returns what one can read there, or could at the end of an earlier start. */
    List<Entry> visible(String incarnation) {
        return incarnation.equals(incarnation())
                ? log.subList(0, replayed)
                : before.getOrDefault(incarnation, List.of());
    }

    /** Appends to what it has, as a primary does. */
    void write(Entry entry) {
        log.add(entry);
        replayed = log.size();
        control = replayed;
    }

    void follow(SimServer other) {
        if (!isPrimary) {
            upstream = other;
            streams = false;
        }
    }

    /** Receives what the other one has, unless that is another history. */
    void receive(int most) {
        if (!isUp || isPrimary || upstream == null || upstream == this) {
            return;
        }
        List<Entry> theirs = upstream.log;
        streams = upstream.isUp && theirs.size() >= log.size() && common(upstream) == log.size();
        if (streams) {
            log.addAll(List.copyOf(theirs.subList(log.size(), Math.min(theirs.size(), log.size() + most))));
        }
    }

    void replay(int most) {
        if (isUp) {
            replayed = Math.min(log.size(), replayed + most);
        }
    }

    /** Writes down how far it has got. */
    void restartPoint() {
        control = replayed;
    }

    void start() {
        if (!isUp) {
            startAnew();
            replayed = isPrimary ? log.size() : control;
        }
    }

    private void startAnew() {
        before.put(incarnation(), List.copyOf(visible(incarnation())));
        starts++;
        isUp = true;
        streams = false;
    }

    /** Becomes a primary after it has replayed what it has received. */
    void promote(Entry first) {
        isPrimary = true;
        write(first);
    }

    /** Gives up what the other one has not, and follows it. */
    void rejoin(SimServer other) {
        startAnew();
        int common = common(other);
        log.subList(common, log.size()).clear();
        replayed = Math.min(replayed, common);
        control = replayed;
        isPrimary = false;
        upstream = other;
    }

    private int common(SimServer other) {
        int common = 0;
        int most = Math.min(log.size(), other.log.size());
        while (common < most && log.get(common).equals(other.log.get(common))) {
            common++;
        }
        return common;
    }

    /** Which timeline it says, in its answer to the question of {@link PostgresDialect}. */
    int toldTimeline() {
        return isPrimary || streams ? timeline() : log.get(control - 1).timeline;
    }

    /** Returns the newest timeline that it could have heard of. */
    int upstreamTimeline() {
        return upstream == null ? timeline() : Math.max(timeline(), upstream.timeline());
    }

    /** Tells whether nothing can be read there that is not in what it says. */
    boolean isTellingAll() {
        return isPrimary || streams || replayed <= control;
    }

    int toldPlace() {
        return isPrimary || streams ? replayed : Math.min(control, replayed);
    }

    @Override
    public String toString() {
        return incarnation() + (isUp ? "" : ", down") + (isPrimary ? ", primary" : "") + ": " + replayed + " of " + log;
    }
}
