package dev.scalekit.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Results as JSON in JMH's format, each with one more field, {@code scalekit}, which is a {@link Label}.
 *
 * <p>JMH writes its part itself. Tables are made only from what was read back, so a recorded file and the terminal
 * cannot disagree. Immutable.
 */
final class ResultFile {
    private static final JsonMapper JSON = JsonMapper.shared();

    private ResultFile() {}

    /** Makes the JSON of one run; the path of the JVM is left out, because it says more about the machine than needed. */
    static ArrayNode json(Map<Label, RunResult> results) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results.values());
        ArrayNode entries = (ArrayNode) JSON.readTree(bytes.toString(StandardCharsets.UTF_8));
        int index = 0;
        for (Label label : results.keySet()) {
            ObjectNode entry = (ObjectNode) entries.get(index);
            entry.put("jvm", "java");
            entry.set("scalekit", JSON.valueToTree(label));
            index++;
        }
        return entries;
    }

    /** Writes the file, with its folder if needed. */
    static void write(Path file, ArrayNode entries) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(entries) + "\n");
    }

    /** Takes the results out of the JSON. */
    static List<Entry> entries(JsonNode json) {
        return List.of(JSON.treeToValue(json, Entry[].class));
    }

    /** Reads all results of a file. */
    static List<Entry> read(Path file) throws IOException {
        return entries(JSON.readTree(Files.readString(file)));
    }

    /**
     * Adds the results of a run to the recorded file of its day, processor and JDK. What the file has on the modules of
     * the run is replaced, what it has on others stays.
     *
     * @return the file
     */
    static Path record(Path folder, Label.Run run, ArrayNode entries) throws IOException {
        Path file = folder.resolve(name(run));
        List<String> measured = entries(entries).stream()
                .map(entry -> entry.scalekit().module())
                .toList();
        ArrayNode all = JSON.createArrayNode();
        if (Files.exists(file)) {
            for (JsonNode old : JSON.readTree(Files.readString(file))) {
                if (!measured.contains(old.path("scalekit").path("module").stringValue())) {
                    all.add(old);
                }
            }
        }
        all.addAll(entries);
        write(file, all);
        return file;
    }

    /** Reads all files of the folder. */
    static List<Entry> recorded(Path folder) throws IOException {
        List<Entry> all = new ArrayList<>();
        try (var files = Files.newDirectoryStream(folder, "*.json")) {
            for (Path file : files) {
                all.addAll(read(file));
            }
        }
        return all;
    }

    private static String name(Label.Run run) {
        String cpu = plain(run.machine().cpu());
        String jdk = plain(run.machine().jdk());
        return run.date().toString().substring(0, "2026-11-24".length()) + "-" + cpu + "-jdk-" + jdk + ".json";
    }

    /** Letters, digits and dots, with dashes between. */
    private static String plain(String words) {
        return words.toLowerCase(Locale.ROOT)
                .replaceAll("\\((r|tm)\\)", "")
                .replaceAll("[^a-z0-9.]+", "-")
                .replaceAll("^[-.]+|[-.]+$", "");
    }
}
