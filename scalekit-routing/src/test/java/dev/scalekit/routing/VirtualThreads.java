package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Runs virtual threads, and finds those that keep their carrier. For JDK 21 and newer. Not instantiable. */
public final class VirtualThreads {
    private VirtualThreads() {}

    /**
     * Runs one thing on so many threads at once; returns the events of code of a package whose thread kept its carrier for more than a
     * millisecond.
     */
    public static List<String> pinned(Path folder, Package ours, int count, Runnable each) throws Exception {
        Path file = folder.resolve("pinned.jfr");
        try (Recording recording = new Recording()) {
            recording
                    .enable("jdk.VirtualThreadPinned")
                    .withThreshold(Duration.ofMillis(1))
                    .withStackTrace();
            recording.start();
            runAll(count, each);
            recording.stop();
            recording.dump(file);
        }
        return events(file, ours);
    }

    private static void runAll(int count, Runnable each) throws Exception {
        // Executors.newVirtualThreadPerTaskExecutor(), which JDK 17 does not have.
        ExecutorService threads = (ExecutorService)
                Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
        for (int i = 0; i < count; i++) {
            threads.execute(each);
        }
        threads.shutdown();
        assertThat(threads.awaitTermination(50, TimeUnit.SECONDS)).isTrue();
    }

    private static List<String> events(Path file, Package ours) throws IOException {
        List<String> events = RecordingFile.readAllEvents(file).stream()
                .filter(event -> event.getStackTrace() != null
                        && event.getStackTrace().getFrames().stream()
                                .anyMatch(frame ->
                                        frame.getMethod().getType().getName().startsWith(ours.getName())))
                .map(RecordedEvent::toString)
                .toList();
        Files.delete(file);
        return events;
    }
}
