package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MessageReaderTest {
    private final SimDisk disk = new SimDisk();

    private static long append(Log log, String body) {
        log.append(
                List.of(Outgoing.of(Message.of(body), body.getBytes(UTF_8), 1).entry()));
        return Location.of(log.activeSegment(), log.lastStart());
    }

    @Test
    void a_message_is_found_though_its_place_was_read_ahead_before_it_was_written() throws IOException {
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found());
                MessageReader reader = new MessageReader(disk, 8 << 10)) {
            reader.messageAt(append(log, "first"));

            Fresh second = reader.messageAt(append(log, "second"));

            assertThat(second.content().body()).asString(UTF_8).isEqualTo("second");
        }
    }

    @Test
    void a_read_that_fails_twice_is_tried_a_third_time_and_no_more() throws IOException {
        long location;
        try (Log log = Log.open(disk, LogRun.SMALL, new LogRun.Found())) {
            location = append(log, "first");
        }
        FailingReads failing = new FailingReads(disk);
        for (int at = 1; at <= 3; at++) {
            try (MessageReader reader = new MessageReader(failing, 8 << 10)) {
                failing.fail(at, 3);
                assertThatThrownBy(() -> reader.messageAt(location)).hasMessage("Input/output error");
                assertThat(failing.open()).isZero();

                failing.fail(at, 2);
                assertThat(reader.messageAt(location).content().body())
                        .asString(UTF_8)
                        .isEqualTo("first");
                assertThat(failing.open()).isEqualTo(1);
            }
        }
    }
}
