package dev.scalekit.bench;

import dev.scalekit.queue.FileQueue;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** What it takes to open a queue with its messages, and to close it again. Not thread-safe. */
@Compare(
        module = "queue",
        title = "Open a queue in which 1 million messages of 256 bytes wait, and close it",
        reference = "read",
        threads = 1,
        note =
                "The limits read the files of the log one after the other in blocks of 1 MiB, one of them with the checksum"
                        + " that each byte has to be looked at for. All of it comes from the page cache: right after a start of"
                        + " the machine the disk is what takes the time, for everybody.")
final class OpenQueue {
    /** Fewer where it is tested that this works, and nothing is measured. */
    private static final int MESSAGES = Integer.getInteger("scalekit.bench.messages", 1_000_000);

    private static final int BLOCK = 1 << 20;

    private final Path folder;

    OpenQueue(Path folder) {
        this.folder = folder;
    }

    @Subject(name = "read the log", role = Role.LIMIT)
    Operation read(int thread) throws Exception {
        return reader((checksum, block) -> {});
    }

    @Subject(name = "read the log, with CRC32C", role = Role.LIMIT)
    Operation check(int thread) throws Exception {
        return reader(CRC32C::update);
    }

    @Subject(name = "ScaleKit FileQueue", role = Role.OURS)
    @Goal(time = 1.5, of = "read")
    Operation fileQueue(int thread) throws Exception {
        fill();
        return () -> {
            try (FileQueue<byte[]> queue = FileQueueLog.open(folder)) {
                requireAll(queue);
            }
        };
    }

    private static void requireAll(FileQueue<byte[]> queue) {
        long waiting = queue.stats().group("default").depth();
        if (waiting != MESSAGES) {
            throw new IllegalStateException("of " + MESSAGES + " messages " + waiting + " wait");
        }
    }

    private void fill() {
        Records records = new Records(0);
        try (FileQueue<byte[]> queue = FileQueueLog.open(folder)) {
            CompletableFuture<?> sent = CompletableFuture.completedFuture(null);
            for (int message = 0; message < MESSAGES; message++) {
                sent = queue.sendAsync(records.next());
            }
            sent.join();
        }
    }

    /** What is done with each block. */
    private interface Look {
        void at(CRC32C checksum, ByteBuffer block);
    }

    private Operation reader(Look look) throws IOException {
        fill();
        List<Path> segments;
        try (Stream<Path> files = Files.list(folder.resolve("queue"))) {
            segments = files.filter(file -> file.getFileName().toString().matches("segment-[0-9a-f]+"))
                    .sorted()
                    .toList();
        }
        if (segments.isEmpty()) {
            throw new IllegalStateException("there is no segment in " + folder);
        }
        ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
        return () -> {
            CRC32C checksum = new CRC32C();
            for (Path segment : segments) {
                try (FileChannel file = FileChannel.open(segment)) {
                    while (file.read(block.clear()) >= 0) {
                        look.at(checksum, block.flip());
                    }
                }
            }
        };
    }
}
