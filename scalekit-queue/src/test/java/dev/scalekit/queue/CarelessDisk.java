package dev.scalekit.queue;

import dev.scalekit.queue.Log.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;

/** A disk that has a log seem to be well where it is damaged: what is read is as if the reader had a bug. Not thread-safe. */
final class CarelessDisk extends ForwardingDisk {
    private final Bug bug;

    /** What the reader does wrong. */
    enum Bug {
        /** It takes every frame, whatever its checksum of the content says. */
        CHECKSUM_IS_SKIPPED,
        /** It takes damage for the end of an interrupted write, whatever comes behind it. */
        DAMAGE_IS_AN_END
    }

    CarelessDisk(Disk disk, Bug bug) {
        super(disk);
        this.bug = bug;
    }

    @Override
    DiskFile file(DiskFile file, String name) {
        OptionalLong segment = Segment.number(name);
        return segment.isEmpty() ? file : new CarelessFile(file, segment.getAsLong());
    }

    private final class CarelessFile extends ForwardingFile {
        private final DiskFile file;
        private final long segment;

        CarelessFile(DiskFile file, long segment) {
            super(file);
            this.file = file;
            this.segment = segment;
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            ByteBuffer all = ByteBuffer.allocate((int) file.size());
            file.read(0, all);
            all.flip();
            SegmentHeader.decode("careless", all.duplicate()).ifPresent(header -> read(all, header));
            int count = Math.min(into.remaining(), all.limit() - (int) offset);
            into.put(all.slice((int) offset, count));
            return count;
        }

        private void read(ByteBuffer all, SegmentHeader header) {
            int at = SegmentHeader.BYTES;
            while (at + Frame.HEAD <= all.limit() && all.get(at + 20) != 0) {
                int length = all.getInt(at + 4);
                Frame.Place place = new Frame.Place(header.seed(), segment, at);
                boolean isHead = place.checksum(all, at + 4) == all.getInt(at);
                if (!isHead || (bug == Bug.DAMAGE_IS_AN_END && !isWhole(all, at, length))) {
                    break;
                }
                ByteBuffer content = ByteBuffer.allocate(length);
                content.put(all.slice(at + Frame.HEAD, length)).flip();
                Entry entry = Entry.of(all.get(at + 20), content);
                Frame.put(all.duplicate().position(at), place, all.getLong(at + 8), entry);
                at += Frame.size(length);
            }
            if (bug == Bug.DAMAGE_IS_AN_END) {
                all.put(at, new byte[all.limit() - at]);
            }
        }

        private static boolean isWhole(ByteBuffer all, int at, int length) {
            return Frame.checksum(all.slice(at + Frame.HEAD, length)) == all.getInt(at + 16);
        }
    }
}
