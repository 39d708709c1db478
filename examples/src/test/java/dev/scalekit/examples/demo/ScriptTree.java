package dev.scalekit.examples.demo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.scalekit.testkit.OwnedProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A copy of the script {@code demo} in a tree of its own, with stand-ins for the JDK and Maven, which say what they were
 * asked for. Nothing else of the machine's is to be found but the tools that the script needs.
 */
final class ScriptTree {
    static final String JAR = "library.jar";
    private static final List<String> TOOLS = List.of(
            "bash", "cat", "date", "dirname", "env", "find", "grep", "mkdir", "mv", "rm", "sed", "sh", "sleep", "tail",
            "touch");

    private final Path folder;
    private final Path tools;
    private Path root;

    /** Skips the test on a machine that lacks one of the tools, such as one without bash. */
    ScriptTree(Path folder) throws IOException {
        this.folder = folder;
        this.tools = Files.createDirectory(folder.resolve("tools"));
        this.root = Files.createDirectory(folder.resolve("tree"));
        for (String tool : TOOLS) {
            Optional<Path> found = find(tool);
            assumeTrue(found.isPresent(), () -> "the script demo needs " + tool + ", which is not in PATH");
            Files.createSymbolicLink(tools.resolve(tool), found.get());
        }
        Files.copy(Path.of("..", "demo"), root.resolve("demo"));
        for (String module : List.of(".", "examples", "scalekit-testkit")) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.writeString(root.resolve(module).resolve("pom.xml"), "");
        }
        Files.writeString(source(), "");
        Files.writeString(jar(), "");
        jdk("17");
        tool("javac", "");
        maven("");
    }

    Path source() {
        return root.resolve("scalekit-testkit/src/main/Source.java");
    }

    /** Returns what stands for a library in the folder of Maven; the class path names it. */
    Path jar() {
        return folder.resolve(JAR);
    }

    /** Makes it the JDK of a version; it prints "runs" and its arguments. */
    void jdk(String version) throws IOException {
        tool("java", """
                case $1 in
                -XshowSettings*) echo "    java.specification.version = %s" >&2 ;;
                *) echo "runs $*" ;;
                esac
                """.formatted(version));
    }

    /** Makes Maven run commands, in the root of the tree, before it writes the class path; it prints nothing, as it should. */
    void maven(String commands) throws IOException {
        tool("mvn", """
                while [ "$1" != -f ]; do shift; done
                cd "${2%%/pom.xml}" || exit
                echo built >>builds
                %s
                mkdir -p examples/target/classes
                printf '%%s' "$PWD/pom.xml:%s" >examples/target/classpath
                """.formatted(commands, jar()));
    }

    void withoutMaven() throws IOException {
        Files.delete(tools.resolve("mvn"));
    }

    void move() throws IOException {
        root = Files.move(root, folder.resolve("moved"));
    }

    /** Returns how often Maven was called. */
    int builds() throws IOException {
        Path builds = root.resolve("builds");
        return Files.exists(builds) ? Files.readAllLines(builds).size() : 0;
    }

    Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip()).filter(text -> !text.isEmpty());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Starts the script; what it and the stand-ins print is appended to the file. */
    OwnedProcess start(Path printed, String... arguments) {
        List<String> command = new ArrayList<>(List.of(root.resolve("demo").toString()));
        command.addAll(List.of(arguments));
        return bash(printed, command);
    }

    /** Runs the script to its end. */
    Ended run(String... arguments) throws IOException {
        Path printed = Files.createTempFile(folder, "printed-", ".txt");
        return ended(start(printed, arguments), printed);
    }

    boolean bashKnowsMilliseconds() throws IOException {
        Path printed = Files.createTempFile(folder, "printed-", ".txt");
        return !ended(bash(printed, List.of("-c", "printf '%s' \"${EPOCHREALTIME-}\"")), printed)
                .printed()
                .isEmpty();
    }

    private OwnedProcess bash(Path printed, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                tools.resolve("env").toString(),
                "-i",
                "PATH=" + tools,
                tools.resolve("bash").toString()));
        command.addAll(arguments);
        return OwnedProcess.start("script", command, printed);
    }

    private static Ended ended(OwnedProcess process, Path printed) throws IOException {
        try (process) {
            process.awaitExit(RunningDemo.PATIENCE);
            return new Ended(process.exitCode().orElseThrow(), Files.readString(printed));
        }
    }

    /** How a run of the script ended. */
    record Ended(int code, String printed) {}

    private void tool(String name, String script) throws IOException {
        Path file = Files.writeString(tools.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Optional<Path> find(String tool) {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
