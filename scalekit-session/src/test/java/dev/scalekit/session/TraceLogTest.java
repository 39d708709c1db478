package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.ChildJvm;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TraceLogTest {

    @TempDir
    private Path folder;

    @Test
    void neither_a_log_that_has_everything_nor_an_exception_has_a_token_or_a_value() throws Exception {
        Path said = folder.resolve("said");
        Path tokens = folder.resolve("tokens");
        List<String> command = new ArrayList<>(ChildJvm.command(TalkativeRun.class, List.of(tokens.toString())));
        command.add(1, "-Dorg.slf4j.simpleLogger.defaultLogLevel=trace");
        Process child = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        assertThat(child.waitFor(50, TimeUnit.SECONDS)).isTrue();

        String log = Files.readString(said);

        assertThat(child.exitValue()).as(log).isZero();
        assertThat(log)
                .as("it is talkative")
                .contains(
                        " DEBUG ",
                        " WARN ",
                        "Trying again to",
                        "could not be given back as it was",
                        "cannot be decoded",
                        "a listener threw",
                        "SaveOutcomeUnknownException",
                        "StoreUnavailableException",
                        "SessionEndedException",
                        "TooManySessionsException");
        assertThat(log).doesNotContain(TalkativeRun.SECRET);
        Set<String> words = new HashSet<>();
        Matcher word = Pattern.compile("[A-Za-z0-9_-]{43,}").matcher(log);
        while (word.find()) {
            words.add(word.group());
        }
        List<String> issued = Files.readAllLines(tokens);
        assertThat(issued).hasSizeGreaterThan(300).allMatch(token -> token.length() == 43);
        assertThat(words).doesNotContainAnyElementsOf(issued);
    }
}
