package dev.scalekit.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class ResultFileTest {
    private static final double[] OURS = {30, 44, 20};
    private static final double[] PEER = {20, 22, 20};
    private static final double[] LIMIT = {10, 11, 10};

    @TempDir
    private Path folder;

    @Test
    void a_file_has_the_fields_that_viewers_of_jmh_results_read() throws IOException {
        Path file = folder.resolve("new").resolve("results.json");

        ResultFile.write(file, Samples.json(Samples.Sample.class, run("2026-11-24T00:00:00Z"), OURS, PEER, LIMIT));

        JsonNode first = JsonMapper.shared().readTree(Files.readString(file)).get(0);
        assertThat(first.get("benchmark").stringValue()).endsWith("Samples$Sample.ours");
        assertThat(first.get("mode").stringValue()).isEqualTo("avgt");
        assertThat(first.get("threads").intValue()).isEqualTo(1);
        assertThat(first.get("forks").intValue()).isEqualTo(3);
        assertThat(first.get("jvm").stringValue()).isEqualTo("java");
        assertThat(first.at("/primaryMetric/scoreUnit").stringValue()).isEqualTo("ns/op");
        assertThat(first.at("/primaryMetric/rawData")).hasSize(3);
        assertThat(first.at("/secondaryMetrics/gc.alloc.rate.norm/score").doubleValue())
                .isEqualTo(24);
    }

    @Test
    void recording_replaces_a_module_of_the_day_and_keeps_the_others() throws IOException {
        Label.Run morning = run("2026-11-24T08:00:00Z");
        Label.Run evening = run("2026-11-24T20:00:00Z");
        ResultFile.record(folder, morning, Samples.json(DurableAppend.class, morning, LIMIT, LIMIT));
        ResultFile.record(folder, morning, Samples.json(Samples.Sample.class, morning, OURS, PEER, LIMIT));

        Path file = ResultFile.record(folder, evening, Samples.json(Samples.Sample.class, evening, PEER, PEER, LIMIT));

        assertThat(file.getFileName()).hasToString("2026-11-24-example-cpu-3.0-jdk-17.0.1.json");
        List<Entry> all = ResultFile.recorded(folder);
        assertThat(all).hasSize(5);
        assertThat(all.stream().filter(entry -> entry.scalekit().module().equals("sample")))
                .hasSize(3)
                .allMatch(entry -> entry.scalekit().run().equals(evening));
    }

    private static Label.Run run(String date) {
        return Samples.run(false, date);
    }
}
