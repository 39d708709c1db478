package dev.scalekit.routing.balance;

import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Who goes where: a function of the user, the shares, and which part of its users each region keeps. Immutable.
 *
 * <p>The user's hash is a point on a line of which each region has its share: that is where the user is at home. A second
 * hash, another one for each region, says whether the user is among those whom the region keeps; as it keeps fewer, more
 * go and none come back, and the other way round. Who goes is sent to one of the others by weighted rendezvous hashing,
 * so each of them gets its part; a region of share 0 has a part only as far as none of the others keeps all of its users.
 *
 * @param sum of all shares
 * @param most the largest part that any region keeps
 * @param mostAtHome the same of those where somebody is at home
 */
record RegionMap<T>(List<Entry<T>> entries, double sum, double most, double mostAtHome) {
    private static final long HOME = 0x5851F42D4C957F2DL;

    /**
     * A region.
     *
     * @param share as it was given
     * @param kept which part of its users it keeps
     * @param hash of its name, which is unique
     */
    record Entry<T>(
            Region<T> region, double share, double kept, double health, String reason, Instant since, long hash) {
        RegionStatus status(double sum) {
            return new RegionStatus(region.name(), region.tag(), share / sum, health, kept, reason, since);
        }
    }

    static <T> RegionMap<T> of(List<Entry<T>> entries) {
        return new RegionMap<>(
                List.copyOf(entries),
                entries.stream().mapToDouble(Entry::share).sum(),
                most(entries, entry -> true),
                most(entries, entry -> entry.share() > 0));
    }

    private static <T> double most(List<Entry<T>> entries, Predicate<Entry<T>> counted) {
        return entries.stream().filter(counted).mapToDouble(Entry::kept).max().orElse(0);
    }

    /** Returns the region of a user; null if none keeps anybody. */
    @Nullable
    Region<T> of(long user) {
        return from(home(user), user);
    }

    /** Returns the region of a user who is at home in a region with that tag, if there is one. */
    @Nullable
    Region<T> near(String tag, long user) {
        double shares = 0;
        for (Entry<T> entry : entries) {
            shares += entry.region().tag().equals(tag) ? entry.share() : 0;
        }
        // A region with the tag is the nearest whatever its share, which only divides between several.
        boolean alike = shares == 0;
        int nearest = best(user, entry -> !entry.region().tag().equals(tag) ? 0 : alike ? 1 : entry.share());
        return nearest < 0 ? of(user) : from(nearest, user);
    }

    private @Nullable Region<T> from(int home, long user) {
        Entry<T> at = entries.get(home);
        // If no region can keep all of its users, each keeps as many more as there is nobody to send them to.
        if (most == 0) {
            return null;
        }
        if (Mix.unit(Mix.next(user ^ at.hash())) < at.kept() / most) {
            return at.region();
        }
        int other = best(user, entry -> entry.hash() == at.hash() ? 0 : weightOfOther(entry));
        return other < 0 ? null : entries.get(other).region();
    }

    /** Standing in for others grows with what the best of them lacks, so that it begins smoothly. */
    private double weightOfOther(Entry<T> entry) {
        return entry.kept() * (entry.share() > 0 ? entry.share() : sum * (1 - mostAtHome));
    }

    private int home(long user) {
        double point = Mix.unit(Mix.next(user ^ HOME)) * sum;
        int home = -1;
        for (int i = 0; i < entries.size() && point >= 0; i++) {
            if (entries.get(i).share() > 0) {
                home = i;
            }
            point -= entries.get(i).share();
        }
        return home;
    }

    /** Returns the entry with the highest score of those whose weight is above 0; -1 if there is none. */
    private int best(long user, ToDoubleFunction<Entry<T>> weight) {
        int best = -1;
        double highest = -1;
        for (int i = 0; i < entries.size(); i++) {
            double heavy = weight.applyAsDouble(entries.get(i));
            if (heavy > 0) {
                double score = -heavy
                        / Math.log(
                                Mix.unit(Mix.next(Mix.mix(user) ^ entries.get(i).hash())));
                if (score > highest) {
                    highest = score;
                    best = i;
                }
            }
        }
        return best;
    }

    List<RegionStatus> statuses() {
        return entries.stream().map(entry -> entry.status(sum)).toList();
    }

    String reasons(String name) {
        return name + " has no region to send anybody to: "
                + IntStream.range(0, entries.size())
                        .mapToObj(entries::get)
                        .map(entry -> entry.region().name() + " keeps nobody since " + entry.since() + " ("
                                + entry.reason() + ")")
                        .collect(Collectors.joining("; "));
    }

    @Override
    public String toString() {
        return entries.stream()
                .map(entry -> entry.region().name() + " keeps " + Math.round(entry.kept() * 100) + " %")
                .toList()
                .toString();
    }
}
