package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CallTest {
    private static final List<String> MODULES = List.of("cache", "queue");

    @Test
    void a_module_is_measured_in_full_and_not_recorded_unless_asked() {
        Call call = parse("cache");

        assertThat(call.module()).isEqualTo("cache");
        assertThat(call.effort()).isEqualTo(Effort.FULL);
        assertThat(call.isRecorded()).isFalse();
        assertThat(call.words()).isEqualTo("./bench cache --seed 7");
    }

    @Test
    void options_come_in_any_order_and_the_words_repeat_the_call() {
        Call call = parse("--seed", "-3", "--rounds", "12", "--record", "queue");

        assertThat(call.effort().rounds()).isEqualTo(12);
        assertThat(call.isRecorded()).isTrue();
        assertThat(call.words()).isEqualTo("./bench queue --record --rounds 12 --seed -3");
        assertThat(parse("all", "--quick").words()).isEqualTo("./bench all --quick --seed 7");
    }

    @Test
    void a_folder_of_traces_is_replayed_instead() {
        assertThat(parse("cache", "--traces", "there").traces()).isEqualTo("there");
        assertThat(parse("cache").traces()).isEmpty();
    }

    @Test
    void help_wins_and_names_every_module() {
        assertThat(parse("cache", "--help").isHelp()).isTrue();
        assertThat(Call.usage(MODULES)).contains("cache, queue, all").contains("--record");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''               | which module? There are: cache, queue, all",
                "cash             | no benchmarks for \"cash\". There are: cache, queue, all",
                "cache queue      | one module at a time, or all: cache or queue",
                "cache --fast     | unknown option --fast. There are: --quick, --record, --rounds N, --seed S, --traces FOLDER, --help",
                "cache --rounds   | --rounds needs a whole number from 1 to 1000",
                "cache --rounds 0 | --rounds needs a whole number from 1 to 1000, not 0",
                "cache --seed x   | --seed needs a whole number from -9223372036854775808 to 9223372036854775807, not x",
                "cache --quick --record    | a quick run is not recorded: leave out --quick or --record",
                "cache --traces           | --traces needs a folder",
                "cache --traces --quick   | --traces needs a folder, not --quick",
                "queue --traces x         | --traces goes with cache only, not with queue",
                "cache --traces x --record | --traces measures nothing to record: leave out one of them",
                "cache --record --rounds 9 | --record needs at least 10 rounds, not 9",
            })
    void a_wrong_call_is_told_what_there_is(String line, String message) {
        String[] arguments = line.isEmpty() ? new String[0] : line.split(" ", -1);

        assertThatThrownBy(() -> parse(arguments))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static Call parse(String... arguments) {
        return Call.parse(List.of(arguments), MODULES, 7);
    }
}
