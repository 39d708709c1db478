package dev.scalekit.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Several commands of one batch that concern the same dead letters. */
final class BuryTest {
    private static final int MOST = 2;

    private final GroupLedger own = new GroupLedger(new GroupsRecord.Declared(1, 1, "only"));
    private final Ledger ledger = new Ledger(List.of(own), new TreeMap<>());
    private final Batch batch = new Batch(new DeduplicationWindow(Duration.ofMinutes(1), 10));
    private final List<String> told = new ArrayList<>();

    private static Dead dead() {
        return new Dead(Location.of(1, 4_096), 5, 1, "poison");
    }

    private Bury bury(long id) {
        own.open().add(id);
        return new Bury(ledger, 0, id, dead(), dead()::location, MOST, new Bury.Outcome() {
            @Override
            public void buried(List<Long> dropped) {
                told.add("dropped " + dropped);
            }

            @Override
            public void failed(QueueException e) {
                throw e;
            }
        });
    }

    private Buried redrive(long id) {
        return new Buried(ledger, 0, List.of(id), true, new Buried.Outcome() {
            @Override
            public void ended(Map<Long, Long> locations) {
                told.add("redriven " + locations.keySet());
            }

            @Override
            public void failed(QueueException e) {
                throw e;
            }
        });
    }

    private List<BuriedRecord> records() {
        return batch.entries().stream()
                .filter(entry -> entry.type() == RecordType.BURIED)
                .map(entry -> BuriedRecord.decode(entry.content()))
                .toList();
    }

    @Test
    void what_is_tried_again_is_not_dropped_in_the_same_batch() {
        own.bury(1L, dead());
        own.bury(2L, dead());
        batch.add(redrive(1));
        batch.add(bury(3));

        List<BuriedRecord> records = records();
        batch.commands().forEach(command -> command.stored(batch));

        assertThat(records).containsExactly(new BuriedRecord(1, 1, true));
        assertThat(told).containsExactly("redriven [1]", "dropped []");
        assertThat(own.dead()).containsOnlyKeys(2L, 3L);
    }

    @Test
    void two_that_die_in_one_batch_drop_two() {
        own.bury(1L, dead());
        own.bury(2L, dead());
        batch.add(bury(3));
        batch.add(bury(4));

        List<BuriedRecord> records = records();
        batch.commands().forEach(command -> command.stored(batch));

        assertThat(records).containsExactly(new BuriedRecord(1, 1, false), new BuriedRecord(1, 2, false));
        assertThat(told).containsExactly("dropped [1]", "dropped [2]");
        assertThat(own.dead()).containsOnlyKeys(3L, 4L);
    }
}
