package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

final class ReceivedTest {
    private final Received received = new Received();
    private final Records first = received.expect();
    private final Records second = received.expect();

    @Test
    void what_was_sent_arrives_in_any_order() {
        byte[] one = first.next();
        byte[] two = second.next();
        byte[] three = first.next();

        received.add(three);
        received.add(two);
        received.add(one);

        assertThatCode(() -> received.requireAll(0)).doesNotThrowAnyException();
    }

    @Test
    void a_record_that_is_missing_or_comes_twice_is_noticed() {
        byte[] one = first.next();
        second.next();

        received.add(one);

        assertThatThrownBy(() -> received.add(one)).hasMessage("record 0 of producer 0 arrived twice");
        assertThatThrownBy(() -> received.requireAll(0)).hasMessageStartingWith("of 2 records 1 arrived");
        assertThatCode(() -> received.requireAll(1)).doesNotThrowAnyException();
    }

    @Test
    void a_record_that_nobody_sent_is_noticed() {
        byte[] changed = first.next();
        changed[Records.BYTES - 1]++;
        byte[] ofNobody = new Records(2).next();

        assertThatThrownBy(() -> received.add(changed)).hasMessage("record 0 of producer 0 arrived changed");
        assertThatThrownBy(() -> received.add(ofNobody))
                .hasMessage("a record of producer 2 arrived, who does not exist");
        assertThatThrownBy(() -> received.add(second.at(0)))
                .hasMessage("record 0 of producer 1 arrived and was never sent");
        assertThatThrownBy(() -> received.add(new byte[3])).hasMessage("a record of 3 bytes arrived");
    }
}
