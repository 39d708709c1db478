package dev.scalekit.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A place in the write-ahead log of PostgreSQL: which cluster, which timeline, how many bytes. The number of bytes alone
 * says nothing after a failover: the new primary writes other things at the same place.
 *
 * <p>Where a timeline has left the one before is not asked, which takes a superuser, but seen: a node that is promoted was
 * known to have come so far, and the fork is there or later. Immutable.
 */
final class PostgresPosition implements Position {
    /** The first version of the text, with the identifier of the cluster, the timeline and the place, each hexadecimal. */
    private static final Pattern TEXT = Pattern.compile("pg1\\.([0-9a-f]{1,16})\\.([0-9a-f]{1,8})\\.([0-9a-f]{1,16})");

    private final long system;
    private final long timeline;
    private final long lsn;
    private final List<Fork> forks;

    /** Up to where, at least, a timeline is part of this history. */
    private record Fork(long timeline, long lsn) {}

    /**
     * @param system the identifier that all nodes of a cluster share, unsigned
     * @param timeline from 1 to 2<sup>32</sup> - 1
     * @param lsn bytes, unsigned
     */
    PostgresPosition(long system, long timeline, long lsn) {
        this(system, timeline, lsn, List.of());
    }

    private PostgresPosition(long system, long timeline, long lsn, List<Fork> forks) {
        this.system = system;
        this.timeline = timeline;
        this.lsn = lsn;
        this.forks = forks;
    }

    /**
     * Returns the position that a text says.
     *
     * @throws IllegalArgumentException if it says none
     */
    static PostgresPosition parse(String text) {
        Matcher parts = TEXT.matcher(text);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "A position of PostgreSQL is pg1.<cluster>.<timeline>.<place>, each hexadecimal:" + " these are "
                            + text.length() + " characters of something else");
        }
        return new PostgresPosition(
                Long.parseUnsignedLong(parts.group(1), 16),
                Long.parseLong(parts.group(2), 16),
                Long.parseUnsignedLong(parts.group(3), 16));
    }

    /** Returns the bytes that a {@code pg_lsn} says, such as {@code 16/B374D848}. */
    static long lsn(String text) {
        int slash = text.indexOf('/');
        return Long.parseLong(text.substring(0, slash), 16) << 32 | Long.parseLong(text.substring(slash + 1), 16);
    }

    @Override
    public boolean covers(Position other) {
        if (!(other instanceof PostgresPosition that)
                || that.system != system
                || Long.compareUnsigned(lsn, that.lsn) < 0) {
            return false;
        }
        return that.timeline == timeline
                || forks.stream()
                        .anyMatch(fork ->
                                fork.timeline == that.timeline && Long.compareUnsigned(that.lsn, fork.lsn) <= 0);
    }

    @Override
    public Position withHistoryOf(Position other) {
        if (!(other instanceof PostgresPosition that) || that.system != system || that.timeline > timeline) {
            return this;
        }
        List<Fork> known = new ArrayList<>(forks);
        that.forks.forEach(fork -> add(known, fork));
        if (that.timeline < timeline) {
            add(known, new Fork(that.timeline, that.lsn));
        }
        return new PostgresPosition(system, timeline, lsn, List.copyOf(known));
    }

    /** Of one timeline the later place says all that the earlier one does. */
    private static void add(List<Fork> known, Fork fork) {
        boolean isKnown = known.stream()
                .anyMatch(other -> other.timeline == fork.timeline && Long.compareUnsigned(other.lsn, fork.lsn) >= 0);
        if (!isKnown) {
            known.removeIf(other -> other.timeline == fork.timeline);
            known.add(fork);
        }
    }

    @Override
    public long epoch() {
        return timeline;
    }

    @Override
    public String encode() {
        return "pg1." + Long.toHexString(system) + "." + Long.toHexString(timeline) + "." + Long.toHexString(lsn);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PostgresPosition that
                && that.system == system
                && that.timeline == timeline
                && that.lsn == lsn;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(system ^ timeline << 48 ^ lsn);
    }

    /** As the server writes it, for example {@code 16/B374D848 on timeline 2}. */
    @Override
    public String toString() {
        return "%X/%X on timeline %d".formatted(lsn >>> 32, lsn & 0xFFFF_FFFFL, timeline);
    }
}
