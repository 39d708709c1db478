package dev.scalekit.queue;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** The dead letters of a group of a {@link FileQueue}. Thread-safe. */
final class FileDeadLetters<T> implements DeadLetters<T> {
    private static final int MOST_AT_ONCE = 500;

    private final FileGroup<T> of;
    private final Engine engine;
    private final int group;

    FileDeadLetters(FileGroup<T> of, Engine engine, int group) {
        this.of = of;
        this.engine = engine;
        this.group = group;
    }

    @Override
    public int size() {
        return engine.ledger().with(group, own -> own.dead().size());
    }

    @Override
    public List<DeadLetter<T>> browse(int maximum) {
        Bounds.requireBetween(maximum, "maximum", 1, FileGroup.MOST_BROWSED);
        Browsing browsing = new Browsing(engine, group);
        return of.read(() -> browsing.dead(maximum).stream().map(this::letter).toList());
    }

    private DeadLetter<T> letter(Browsing.Found found) {
        Dead dead = found.dead();
        return new DeadLetter<>(
                of.stored(found.message()), dead.attempts(), Instant.ofEpochMilli(dead.diedAt()), dead.reason());
    }

    @Override
    public boolean redrive(MessageId id) {
        return !redrive(List.of(requireNonNull(id, "id").value())).isEmpty();
    }

    @Override
    public boolean remove(MessageId id) {
        return !end(List.of(requireNonNull(id, "id").value()), false).isEmpty();
    }

    @Override
    public int redriveAll() {
        // Not those that die again meanwhile: it might never end.
        List<Long> all =
                engine.ledger().with(group, own -> List.copyOf(own.dead().keySet()));
        int count = 0;
        int from = 0;
        do {
            int to = Math.min(all.size(), from + MOST_AT_ONCE);
            count += redrive(all.subList(from, to)).size();
            from = to;
        } while (from < all.size());
        return count;
    }

    private Map<Long, Long> redrive(List<Long> ids) {
        // Attempts never decrease in their file: what was in it of a message that starts afresh must go first.
        await(engine.dispatcher().forgetAttempts(group, ids));
        return end(ids, true);
    }

    private Map<Long, Long> end(List<Long> ids, boolean again) {
        CompletableFuture<Map<Long, Long>> durable = new CompletableFuture<>();
        engine.writer().submit(new Buried(engine.ledger(), group, ids, again, new Buried.Outcome() {
            @Override
            public void ended(Map<Long, Long> locations) {
                if (again) {
                    engine.dispatcher().revive(group, locations);
                }
                durable.complete(locations);
            }

            @Override
            public void failed(QueueException e) {
                durable.completeExceptionally(e);
            }
        }));
        return await(durable);
    }

    /** Waits however often the thread is interrupted, which it then still is. */
    private static <R> R await(CompletableFuture<R> durable) {
        try {
            return durable.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof QueueException known ? known : e;
        }
    }

    @Override
    public String toString() {
        return "DeadLetters[" + size() + " of " + of + "]";
    }
}
