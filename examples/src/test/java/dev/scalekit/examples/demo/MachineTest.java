package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class MachineTest {
    private static final List<String> MEMINFO =
            List.of("MemTotal:       24646652 kB", "MemFree:          524288 kB", "MemAvailable:    4194304 kB");
    private static final OptionalLong NONE = OptionalLong.empty();

    @Test
    void the_machine_says_what_is_available() {
        assertThat(Machine.available(MEMINFO, NONE, NONE)).hasValue(4_096);
    }

    @Test
    void a_container_has_no_more_than_its_limit_leaves() {
        OptionalLong limit = OptionalLong.of(2L << 30);
        OptionalLong used = OptionalLong.of(1536L << 20);

        assertThat(Machine.available(MEMINFO, limit, used)).hasValue(512);
        assertThat(Machine.available(MEMINFO, OptionalLong.of(64L << 30), used)).hasValue(4_096);
    }

    @Test
    void too_little_memory_is_said_with_both_numbers() {
        Machine.requireMemory(OptionalLong.of(Machine.NEEDED_MIB));
        Machine.requireMemory(NONE);

        assertThatIllegalStateException()
                .isThrownBy(() -> Machine.requireMemory(OptionalLong.of(1_535)))
                .withMessageContainingAll("too little memory", "1536 MiB", "1535 MiB");
    }

    @Test
    void a_system_that_does_not_tell_is_not_refused() {
        assertThat(Machine.available(List.of(), NONE, NONE)).isEmpty();
    }
}
