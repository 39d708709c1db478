package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A disk on which a queue writes what it would write if it had a bug: the records of its segments are changed on their way, with
 * checksums that are right. Not thread-safe.
 */
class TamperedDisk extends ForwardingDisk {
    TamperedDisk(Disk disk) {
        super(disk);
    }

    /** Changes a record; the length stays. */
    void change(byte type, ByteBuffer content) {
        // This one leaves it.
    }

    /** Called before anything is written to, or read from, a file. */
    void before() throws IOException {
        // This one does nothing.
    }

    /** Writes to a file that is no segment. */
    void write(DiskFile file, long offset, ByteBuffer bytes) throws IOException {
        file.write(offset, bytes);
    }

    @Override
    DiskFile file(DiskFile file, String name) {
        return new Tampered(file, name);
    }

    @Override
    public Set<String> list() throws IOException {
        before();
        return super.list();
    }

    @Override
    public DiskFile open(String name) throws IOException {
        before();
        return super.open(name);
    }

    @Override
    public void delete(String name) throws IOException {
        before();
        super.delete(name);
    }

    private final class Tampered extends ForwardingFile {
        private final DiskFile file;
        private final OptionalLong segment;

        Tampered(DiskFile file, String name) {
            super(file);
            this.file = file;
            this.segment = Segment.numberOf(name);
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            before();
            if (segment.isEmpty()) {
                TamperedDisk.this.write(file, offset, bytes);
            } else {
                super.write(offset, offset < SegmentHeader.BYTES ? bytes : changed(offset, bytes));
            }
        }

        private ByteBuffer changed(long offset, ByteBuffer bytes) throws IOException {
            ByteBuffer header = ByteBuffer.allocate(SegmentHeader.BYTES);
            file.read(0, header);
            long seed = SegmentHeader.decode("tampered", header.flip())
                    .orElseThrow()
                    .seed();
            ByteBuffer all = ByteBuffer.allocate(bytes.remaining());
            all.put(bytes).flip();
            int at = 0;
            while (at + Frame.HEAD <= all.limit() && all.get(at + 20) != 0) {
                int length = all.getInt(at + 4);
                byte type = all.get(at + 20);
                ByteBuffer content = all.slice(at + Frame.HEAD, length);
                change(type, content.duplicate());
                Frame.Place place = new Frame.Place(seed, segment.getAsLong(), offset + at);
                ByteBuffer copy =
                        ByteBuffer.allocate(length).put(content.duplicate()).flip();
                Frame.put(all.duplicate().position(at), place, all.getLong(at + 8), Log.Entry.of(type, copy));
                at += Frame.size(length);
            }
            return all;
        }

        @Override
        public int read(long offset, ByteBuffer into) throws IOException {
            before();
            return super.read(offset, into);
        }
    }
}
