package dev.scalekit.examples.demo;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import dev.scalekit.examples.demo.ScriptTree.Ended;
import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.OwnedProcess;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The script {@code demo}: when it builds, and what it says where it cannot. */
final class DemoScriptTest {
    @TempDir
    Path folder;

    private ScriptTree tree;

    @BeforeEach
    void plant() throws IOException {
        tree = new ScriptTree(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1.8", "11", "16"})
    void a_jdk_that_is_too_old_gets_one_sentence(String version) throws IOException {
        tree.jdk(version);

        assertThat(tree.run())
                .isEqualTo(new Ended(
                        1,
                        "demo: needs JDK 17 or newer, and java is Java " + version
                                + ": set JAVA_HOME to a newer JDK\n"));
    }

    @Test
    void without_maven_there_is_one_sentence() throws IOException {
        tree.withoutMaven();

        assertThat(tree.run()).isEqualTo(new Ended(1, "demo: needs Maven, 3.8.7 or newer, in PATH\n"));
    }

    @Test
    void it_builds_once_and_hands_on_its_arguments() throws IOException {
        Ended first = tree.run("--rate", "5");
        Ended second = tree.run("--smoke");

        assertThat(first.code()).isZero();
        assertThat(first.printed()).contains("demo: builds;").endsWith(".Demo --rate 5\n");
        assertThat(second.printed()).startsWith("runs ").endsWith(".Demo --smoke\n");
        assertThat(tree.builds()).isEqualTo(1);
    }

    @Test
    void the_program_is_told_when_the_command_was_given_as_exactly_as_bash_knows() throws IOException {
        long before = System.currentTimeMillis();
        Ended ended = tree.run();
        long after = System.currentTimeMillis();

        Matcher started = Pattern.compile("-Dscalekit.demo.started=([0-9]+) ").matcher(ended.printed());
        assertThat(started.find()).isTrue();
        long tick = tree.bashKnowsMilliseconds() ? 1 : 1_000;
        assertThat(Long.parseLong(started.group(1))).isBetween(before / tick * tick, after);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--fast | unknown option --fast; ./demo --help names those there are",
                "smoke | unknown option smoke; ./demo --help names those there are",
                "--rate | --rate needs a whole number",
                "--port http | --port needs a whole number, not http",
            })
    void a_mistyped_option_does_not_wait_for_a_build(String arguments, String message) throws IOException {
        Ended ended = tree.run(arguments.split(" "));

        assertThat(ended).isEqualTo(new Ended(2, "demo: " + message + "\n"));
        assertThat(tree.builds()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h"})
    void help_does_not_wait_for_a_build_and_is_the_programs_own_after_one(String help) throws IOException {
        tree.jdk("11");
        Ended before = tree.run("--smoke", help);
        tree.jdk("17");
        tree.run();
        Ended after = tree.run(help);

        assertThat(before.code()).isZero();
        assertThat(before.printed()).startsWith("usage: ./demo ").doesNotContain("runs ");
        assertThat(after.printed()).startsWith("runs ").endsWith(".Demo " + help + "\n");
        assertThat(tree.builds()).isEqualTo(1);
    }

    @Test
    void every_option_of_the_program_is_in_the_short_help_and_passes_before_a_build() throws IOException {
        Set<String> options = Pattern.compile("--[a-z]+( N)?")
                .matcher(Options.usage(Steps.ALL))
                .results()
                .map(MatchResult::group)
                .filter(option -> !option.equals("--help"))
                .collect(toCollection(TreeSet::new));
        String help = tree.run("--help").printed();
        String all = String.join(" ", options).replace("N", "-1");

        assertThat(options).contains("--rate N", "--smoke").allMatch(help::contains);
        assertThat(tree.run(all.split(" ")).printed()).endsWith(".Demo " + all + "\n");
    }

    @Test
    void a_failed_build_shows_its_errors_and_is_tried_again() throws IOException {
        tree.maven("echo '[INFO] well'; echo '[ERROR] no such symbol'; exit 1");
        Ended failed = tree.run();
        tree.maven("");
        Ended again = tree.run();

        assertThat(failed.code()).isEqualTo(1);
        assertThat(failed.printed())
                .contains("[ERROR] no such symbol", "demo: the build failed; all it said is in ")
                .doesNotContain("[INFO]", "runs ");
        assertThat(again.printed()).contains("runs ");
    }

    @Test
    void a_build_that_failed_after_a_good_one_is_tried_again_though_no_source_is_new() throws IOException {
        tree.run();
        FileTime before = Files.getLastModifiedTime(tree.source());
        change(tree.source());
        tree.maven("exit 1");
        tree.run();
        Files.setLastModifiedTime(tree.source(), before);

        tree.run();

        assertThat(tree.builds()).isEqualTo(3);
    }

    @Test
    void a_library_that_is_gone_is_fetched_by_a_build() throws IOException {
        tree.run();
        Files.delete(tree.jar());

        tree.run();

        assertThat(tree.builds()).isEqualTo(2);
    }

    @Test
    void a_tree_that_was_moved_is_built_where_it_is_now() throws IOException {
        tree.run();
        tree.move();

        Ended moved = tree.run();

        assertThat(tree.builds()).isEqualTo(2);
        assertThat(moved.printed()).contains("moved/pom.xml:").doesNotContain("tree/pom.xml:");
    }

    @Test
    void a_source_that_was_changed_is_built() throws IOException {
        tree.run();
        change(tree.source());

        tree.run();

        assertThat(tree.builds()).isEqualTo(2);
    }

    @Test
    void a_source_that_was_changed_during_a_build_is_built_by_the_next() throws IOException {
        // The pauses are longer than a tick of the clock by which a file system dates a change.
        tree.maven("sleep 0.1; touch scalekit-testkit/src/main/Source.java; sleep 0.1");
        tree.run();

        tree.run();

        assertThat(tree.builds()).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"TERM, 15", "HUP, 1"})
    void a_signal_during_the_build_ends_maven_too(String signal, int number) throws IOException {
        assumeHeard(signal, number);
        tree.maven("echo $$ >pid; exec sleep 600");
        try (OwnedProcess script = tree.start(folder.resolve("printed.txt"))) {
            Await.until("Maven", RunningDemo.PATIENCE, () -> tree.read("pid").isPresent());
            ProcessHandle maven = ProcessHandle.of(
                            Long.parseLong(tree.read("pid").orElseThrow()))
                    .orElseThrow();

            script.signal(signal, List.of());

            assertThat(script.awaitExit(RunningDemo.PATIENCE)).isTrue();
            assertThat(script.exitCode()).hasValue(130);
            Await.until("the end of Maven", RunningDemo.PATIENCE, () -> OwnedProcess.isGone(maven));
        }
    }

    /** A shell cannot trap what was ignored when it started, as SIGHUP is by all that is started under nohup: this JVM and its children. */
    private static void assumeHeard(String signal, int number) throws IOException {
        Path status = Path.of("/proc/self/status");
        if (Files.isReadable(status)) {
            Matcher ignored = Pattern.compile("SigIgn:\\s+([0-9a-f]+)").matcher(Files.readString(status));
            assumeFalse(
                    ignored.find() && new BigInteger(ignored.group(1), 16).testBit(number - 1),
                    () -> "this JVM was started with SIG" + signal + " ignored");
        }
    }

    private static void change(Path file) throws IOException {
        // Later than any time that the file system may have given the stamp of the build.
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));
    }
}
