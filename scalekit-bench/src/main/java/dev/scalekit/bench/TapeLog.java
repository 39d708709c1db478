package dev.scalekit.bench;

import com.squareup.tape2.QueueFile;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Square's tape: a file that syncs each write, two for a record. Its documentation leaves the lock to the user.
 * Thread-safe.
 */
final class TapeLog implements RecordLog {
    private final File file;
    private final Lock lock = new ReentrantLock();
    private QueueFile queue;

    TapeLog(Path folder) throws IOException {
        this.file = folder.resolve("tape").toFile();
        this.queue = new QueueFile.Builder(file).build();
    }

    @Override
    public Appender appender() {
        return record -> {
            lock.lock();
            try {
                queue.add(record);
            } finally {
                lock.unlock();
            }
        };
    }

    @Override
    public void readInto(Received received) throws IOException {
        queue.close();
        queue = new QueueFile.Builder(file).build();
        queue.forEach(received::add);
    }

    @Override
    public void close() throws IOException {
        queue.close();
    }
}
