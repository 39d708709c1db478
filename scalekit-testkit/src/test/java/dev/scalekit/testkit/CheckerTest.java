package dev.scalekit.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Each rule once with what it says, and the cases at its border. */
final class CheckerTest {
    private final History history = History.of("write", "read", "remove");

    @Test
    void an_acknowledged_item_that_is_not_observed_is_lost() {
        write("p1", 1).ok();
        write("p1", 2).ok();
        write("p1", 3).failed();
        write("p1", 4).unknown();
        write("p1", 5);
        history.observe("final", "read", "k", 1);

        assertThat(found(Checker.lost("write", "read")))
                .containsExactly("lost: write(k, 2) by p1 [2-3 ok] was acknowledged, but never observed");
    }

    @Test
    void a_failed_read_observes_nothing() {
        write("p1", 1).ok();
        history.begin("p1", "read", "k", 1).failed();

        assertThat(found(Checker.lost("write", "read"))).hasSize(1);
        assertThat(found(Checker.phantom("write", "read"))).isEmpty();
    }

    @Test
    void a_deletion_cannot_be_lost() {
        history.begin("p1", "write", "k", null).ok();

        assertThat(found(Checker.lost("write", "read"))).isEmpty();
    }

    @Test
    void what_nobody_attempted_or_what_was_refused_is_a_phantom() {
        write("p1", 1).unknown();
        write("p1", 2).failed();
        history.observe("p2", "read", "k", 1);
        history.observe("p2", "read", "k", 2);
        history.observe("p2", "read", "k", 3);
        history.observe("p2", "read", "other", 1);
        history.observe("p2", "read", "k", null);

        assertThat(found(Checker.phantom("write", "read")))
                .containsExactly(
                        "phantom: read(k, 2) by p2 [6-7 ok] observed what was refused: write(k, 2) by p1 [2-3 failed]",
                        "phantom: read(k, 3) by p2 [8-9 ok] observed what was never attempted",
                        "phantom: read(other, 1) by p2 [10-11 ok] observed what was never attempted");
    }

    @Test
    void what_is_observed_before_it_is_attempted_is_a_phantom() {
        history.observe("p2", "read", "k", 1);
        History.Invocation read = history.begin("p2", "read", "k");
        write("p1", 1).ok();
        read.ok(1);

        assertThat(found(Checker.phantom("write", "read")))
                .containsExactly("phantom: read(k, 1) by p2 [0-1 ok] observed what was attempted only later:"
                        + " write(k, 1) by p1 [3-4 ok]");
    }

    @Test
    void an_item_of_unknown_outcome_may_be_observed_once() {
        write("p1", 1).unknown();
        write("p1", 2).unknown();
        write("p1", 3);
        history.observe("p2", "read", "k", 1);
        history.observe("p2", "read", "k", 3);
        history.observe("p3", "read", "k", 3);

        assertThat(found(Checker.lost("write", "read"), Checker.phantom("write", "read"), Checker.duplicate("read")))
                .containsExactly(
                        "duplicate: observed 2 times: read(k, 3) by p2 [7-8 ok], again read(k, 3) by p3 [9-10 ok]");
    }

    @Test
    void what_was_removed_must_not_come_back() {
        write("p1", 1).ok();
        History.Invocation concurrent = history.begin("p2", "read", "k");
        history.begin("p1", "remove", "k", 1).ok();
        concurrent.ok(1);
        history.observe("p2", "read", "k", 1);

        assertThat(found(Checker.resurrected("remove", "read")))
                .containsExactly("resurrected: read(k, 1) by p2 [6-7 ok] observed what had been removed by"
                        + " remove(k, 1) by p1 [3-4 ok]");
    }

    @Test
    void a_removal_of_unknown_outcome_removes_nothing_for_sure() {
        write("p1", 1).ok();
        history.begin("p1", "remove", "k", 1).unknown();
        history.observe("p2", "read", "k", 1);

        assertThat(found(Checker.resurrected("remove", "read"))).isEmpty();
    }

    @Test
    void an_item_that_was_overtaken_is_out_of_order() {
        write("p1", 1).ok();
        write("p1", 2).ok();
        write("p2", 3).ok();
        history.observe("c", "read", "k", 3);
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 1);

        assertThat(found(Checker.reordered("write", "read")))
                .containsExactly("reordered: read(k, 1) by c [10-11 ok] came after read(k, 2) by c [8-9 ok],"
                        + " but was sent before it: write(k, 1) by p1 [0-1 ok] before write(k, 2) by p1 [2-3 ok]");
    }

    @Test
    void items_that_were_sent_without_waiting_keep_the_order_of_the_calls() {
        History.Invocation first = write("p1", 1);
        write("p1", 2).ok();
        first.ok();
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 1);

        assertThat(found(Checker.reordered("write", "read"))).hasSize(1);
    }

    @Test
    void an_item_that_was_given_up_may_be_overtaken_by_what_was_sent_then() {
        write("p1", 1).unknown();
        write("p1", 2).ok();
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 1);

        assertThat(found(Checker.reordered("write", "read"))).isEmpty();
    }

    @Test
    void an_item_that_was_given_up_may_not_be_overtaken_by_what_had_been_sent_before() {
        History.Invocation first = write("p1", 1);
        write("p1", 2).ok();
        first.unknown();
        write("p1", 3).ok();
        history.observe("c", "read", "k", 3);
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 1);

        assertThat(accused(Checker.reordered("write", "read"))).containsExactly("1", "2");
        assertThat(history.operations()
                        .violations(Checker.reordered("write", "read"))
                        .get(0)
                        .operations())
                .extracting(Operation::value)
                .containsExactly(1, 2, 1, 2);
    }

    @Test
    void items_of_different_senders_or_keys_have_no_order() {
        write("p1", 1).ok();
        write("p2", 2).ok();
        history.begin("p1", "write", "other", 3).ok();
        history.observe("c", "read", "other", 3);
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 1);

        assertThat(found(Checker.reordered("write", "read"))).isEmpty();
    }

    @Test
    void an_item_that_several_processes_sent_has_no_order() {
        write("p1", 1).ok();
        write("p2", 1).unknown();
        write("p1", 2).ok();
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 1);

        assertThat(found(Checker.reordered("write", "read"))).isEmpty();
    }

    @Test
    void an_item_that_one_process_sent_twice_or_that_was_refused_to_another_has_its_order() {
        write("p1", 1).ok();
        write("p1", 1).unknown();
        write("p2", 1).failed();
        write("p1", 2).ok();
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 1);

        assertThat(accused(Checker.reordered("write", "read"))).containsExactly("1");
    }

    @Test
    void an_item_that_was_sent_again_counts_as_sent_when_it_was_acknowledged() {
        write("p1", 1).unknown();
        write("p1", 2).ok();
        write("p1", 1).ok();
        write("p1", 3).ok();
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 3);
        history.observe("c", "read", "k", 1);

        assertThat(found(Checker.reordered("write", "read")))
                .containsExactly("reordered: read(k, 1) by c [12-13 ok] came after read(k, 3) by c [10-11 ok],"
                        + " but was sent before it: write(k, 1) by p1 [4-5 ok] before write(k, 3) by p1 [6-7 ok]");
    }

    @Test
    void redelivery_is_not_disorder() {
        write("p1", 1).ok();
        write("p1", 2).ok();
        history.observe("c", "read", "k", 1);
        history.observe("c", "read", "k", 2);
        history.observe("c", "read", "k", 1);

        assertThat(found(Checker.reordered("write", "read"))).isEmpty();
    }

    @Test
    void a_read_that_misses_an_acknowledged_write_is_stale() {
        write("p1", 1).ok();
        write("p2", 2).ok();
        history.observe("p3", "read", "k", 1);

        assertThat(found(Checker.stale("write", "read")))
                .containsExactly("stale: read(k, 1) by p3 [4-5 ok] saw write(k, 1) by p1 [0-1 ok], but had begun"
                        + " after the end of write(k, 2) by p2 [2-3 ok], which followed it");
    }

    @Test
    void a_read_that_finds_nothing_of_what_was_acknowledged_is_stale() {
        write("p1", 1).ok();
        history.observe("p3", "read", "k", null);

        assertThat(found(Checker.stale("write", "read")))
                .containsExactly("stale: read(k, null) by p3 [2-3 ok] saw nothing, but had begun after the end of"
                        + " write(k, 1) by p1 [0-1 ok]");
    }

    @Test
    void what_was_deleted_must_not_be_read() {
        write("p1", 1).ok();
        history.observe("p1", "write", "k", null);
        history.observe("p3", "read", "k", null);
        history.observe("p3", "read", "k", 1);

        assertThat(accused(Checker.stale("write", "read"))).containsExactly("1");
    }

    @Test
    void either_of_two_concurrent_writes_may_be_read() {
        History.Invocation one = write("p1", 1);
        write("p2", 2).ok();
        one.ok();
        history.observe("p3", "read", "k", 1);
        history.observe("p4", "read", "k", 2);

        assertThat(found(Checker.stale("write", "read"))).isEmpty();
    }

    @Test
    void a_write_of_unknown_outcome_may_be_read_at_any_time_and_overwrites_nothing_for_sure() {
        write("p1", 1).unknown();
        write("p2", 2).ok();
        write("p2", 3).unknown();
        history.observe("p3", "read", "k", 1);
        history.observe("p4", "read", "k", 2);

        assertThat(found(Checker.stale("write", "read"))).isEmpty();
    }

    @Test
    void a_read_that_had_begun_before_the_acknowledgement_may_miss_it() {
        write("p1", 1).ok();
        History.Invocation write = write("p2", 2);
        History.Invocation read = history.begin("p3", "read", "k");
        write.ok();
        read.ok(1);

        assertThat(found(Checker.stale("write", "read"))).isEmpty();
    }

    @Test
    void only_a_process_must_read_its_own_writes() {
        write("p1", 1).ok();
        write("p2", 2).ok();
        history.observe("p1", "read", "k", 1);
        history.observe("p2", "read", "k", 1);

        assertThat(found(Checker.readYourWrites("write", "read")))
                .containsExactly("read-your-writes: read(k, 1) by p2 [6-7 ok] saw write(k, 1) by p1 [0-1 ok], but had"
                        + " begun after the end of write(k, 2) by p2 [2-3 ok], which followed it");
    }

    @Test
    void reads_of_a_process_must_not_go_back() {
        write("p1", 1).ok();
        write("p1", 2).unknown();
        history.observe("p2", "read", "k", 2);
        history.observe("p3", "read", "k", 1);
        history.observe("p2", "read", "k", 1);
        history.observe("p2", "read", "other", null);
        history.observe("p2", "read", "k", null);

        assertThat(found(Checker.monotonicReads("write", "read")))
                .containsExactly(
                        "monotonic-reads: read(k, 1) by p2 [8-9 ok] went back behind read(k, 2) by p2 [4-5 ok]: it saw"
                                + " write(k, 1) by p1 [0-1 ok], which was overwritten by then",
                        "monotonic-reads: read(k, null) by p2 [12-13 ok] went back behind read(k, 2) by p2 [4-5 ok]:"
                                + " it saw nothing");
        assertThat(found(Checker.stale("write", "read")))
                .as("the write of 2 was never acknowledged, the one of 1 was")
                .hasSize(1);
    }

    @Test
    void a_misspelt_kind_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> history.check(Checker.lost("wriet", "read")))
                .withMessage("kind must be one of [read, remove, write]: \"wriet\"");
    }

    private History.Invocation write(String process, Object value) {
        return history.begin(process, "write", "k", value);
    }

    private List<String> found(Checker... checkers) {
        return history.operations().violations(checkers).stream()
                .map(Violation::message)
                .toList();
    }

    /** The values of the offending operations. */
    private List<String> accused(Checker checker) {
        return history.operations().violations(checker).stream()
                .map(violation -> String.valueOf(violation.operations().get(0).value()))
                .toList();
    }
}
