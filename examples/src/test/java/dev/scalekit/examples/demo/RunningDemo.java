package dev.scalekit.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scalekit.testkit.Await;
import dev.scalekit.testkit.OwnedProcess;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The demo as a process of its own, as {@code ./demo} starts it. */
final class RunningDemo implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Pattern ADDRESS = Pattern.compile("http://127\\.0\\.0\\.1:[0-9]+");
    private static final Pattern CHECKED =
            Pattern.compile("\"checked\":[1-9][0-9]*,\"checkedUnit\":\"acknowledged orders\"");

    private final Path folder;
    private final Path output;
    private final OwnedProcess process;

    private RunningDemo(Path folder, List<String> properties, List<String> arguments) throws IOException {
        this.folder = folder;
        this.output = Files.createTempFile(folder, "printed-", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dscalekit.demo.folder=" + folder));
        properties.forEach(property -> command.add("-D" + property));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Demo.class.getName()));
        command.addAll(arguments);
        this.process = OwnedProcess.start("demo", command, output);
    }

    /** Starts it without waiting for anything. */
    static RunningDemo launch(Path folder, String... arguments) throws IOException {
        return new RunningDemo(folder, List.of(), List.of(arguments));
    }

    /** Starts it on any free port and waits until it has printed its address. */
    static RunningDemo start(Path folder, String... arguments) throws IOException {
        return startWith(List.of(), folder, arguments);
    }

    /**
     * As {@link #start}, with system properties.
     *
     * @param properties {@code name=value} each
     */
    static RunningDemo startWith(List<String> properties, Path folder, String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("--port", "0"));
        all.addAll(List.of(arguments));
        RunningDemo demo = new RunningDemo(folder, properties, all);
        demo.await("the address", () -> ADDRESS.matcher(demo.printed()).find());
        return demo;
    }

    OwnedProcess process() {
        return process;
    }

    String address() {
        Matcher address = ADDRESS.matcher(printed());
        return address.find() ? address.group() : "";
    }

    String printed() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            return "";
        }
    }

    /** Returns the next state that the page is told, as JSON; empty if it does not answer. */
    String state() {
        try (InputStream stream = URI.create(address() + "/events").toURL().openStream();
                BufferedReader lines = new BufferedReader(new InputStreamReader(stream, UTF_8))) {
            return lines.lines()
                    .filter(line -> line.contains("\"promises\""))
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Presses a button, as the page does. */
    void press(String experiment) throws IOException {
        HttpURLConnection http = (HttpURLConnection)
                URI.create(address() + "/experiments/" + experiment).toURL().openConnection();
        http.setRequestMethod("POST");
        http.setRequestProperty("Content-Type", "application/json");
        if (http.getResponseCode() != 202) {
            throw new IOException("The demo answered " + http.getResponseCode());
        }
        http.disconnect();
    }

    /** Returns the processes of which a part of the command line is below a folder. */
    static List<ProcessHandle> processesIn(Path folder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .filter(line -> line.contains(folder.resolve("run-").toString()))
                        .isPresent())
                .filter(process -> !OwnedProcess.isGone(process))
                .toList();
    }

    static boolean hasPerformanceData(long pid) {
        File[] users = new File(System.getProperty("java.io.tmpdir"))
                .listFiles((folder, name) -> name.startsWith("hsperfdata_"));
        return users != null && Arrays.stream(users).anyMatch(user -> new File(user, Long.toString(pid)).exists());
    }

    void awaitCheckedOrders() {
        await("checked orders", () -> CHECKED.matcher(state()).find());
    }

    void await(String what, BooleanSupplier condition) {
        Await.until(what, PATIENCE, condition, this::evidence);
    }

    private String evidence() {
        StringBuilder all = new StringBuilder("; it printed:\n" + printed() + "\nand says:\n" + state());
        try {
            for (Path run : runFolders()) {
                for (Path log : logs(run)) {
                    all.append("\nand in ")
                            .append(log.getFileName())
                            .append(" is:\n")
                            .append(Files.readString(log));
                }
            }
        } catch (IOException e) {
            all.append("\nand more cannot be read: ").append(e);
        }
        return all.toString();
    }

    private static List<Path> logs(Path run) throws IOException {
        try (Stream<Path> files = Files.list(run)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    /** Returns what it and others like it keep for a run. */
    List<Path> runFolders() throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(child -> child.getFileName().toString().startsWith("run-"))
                    .toList();
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
