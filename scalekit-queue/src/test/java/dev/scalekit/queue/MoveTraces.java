package dev.scalekit.queue;

import dev.scalekit.queue.LogReader.RecordVisitor;
import java.io.IOException;

/** What moves have left in a log. Not thread-safe. */
final class MoveTraces implements RecordVisitor {
    private int moves;
    private int copies;

    /** Reads what is in a folder; a disk that was to fail does so no more. */
    static MoveTraces of(SimDisk disk) throws IOException {
        disk.fail(SimDisk.FaultAt.NONE);
        MoveTraces traces = new MoveTraces();
        try (OpenSegments segments = OpenSegments.of(disk)) {
            segments.read(new LogReader(traces));
        }
        return traces;
    }

    @Override
    public void record(long segment, Frame frame) {
        if (frame.type() == RecordType.COPY) {
            copies++;
        } else if (frame.type() == RecordType.MOVED) {
            moves++;
            copies = 0;
        }
    }

    @Override
    public void trim(long firstLive) {
        // What is read is there.
    }

    /** Returns how many moves came to their end. */
    int moves() {
        return moves;
    }

    /** Returns whether messages were copied, and nothing says yet that the copies count. */
    boolean isUnderWay() {
        return copies > 0;
    }
}
