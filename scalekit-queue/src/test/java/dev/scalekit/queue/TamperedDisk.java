package dev.scalekit.queue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A disk on which a queue writes what it would write if it had a bug: the records of its segments are changed on their way, with
 * checksums that are right. Not thread-safe.
 */
class TamperedDisk implements Disk {
    private final Disk disk;

    TamperedDisk(Disk disk) {
        this.disk = disk;
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
    public Set<String> list() throws IOException {
        before();
        return disk.list();
    }

    @Override
    public DiskFile create(String name) throws IOException {
        return new Tampered(disk.create(name), name);
    }

    @Override
    public DiskFile createUnforced(String name) throws IOException {
        return new Tampered(disk.createUnforced(name), name);
    }

    @Override
    public DiskFile open(String name) throws IOException {
        before();
        return new Tampered(disk.open(name), name);
    }

    @Override
    public void rename(String from, String to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(String name) throws IOException {
        before();
        disk.delete(name);
    }

    @Override
    public void forceDirectory() throws IOException {
        disk.forceDirectory();
    }

    @Override
    public long usableSpace() throws IOException {
        return disk.usableSpace();
    }

    private final class Tampered implements DiskFile {
        private final DiskFile file;
        private final OptionalLong segment;

        Tampered(DiskFile file, String name) {
            this.file = file;
            this.segment = Segment.numberOf(name);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(long offset, ByteBuffer bytes) throws IOException {
            before();
            if (segment.isEmpty()) {
                TamperedDisk.this.write(file, offset, bytes);
            } else {
                file.write(offset, offset < SegmentHeader.BYTES ? bytes : changed(offset, bytes));
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
            return file.read(offset, into);
        }

        @Override
        public void force(boolean size) throws IOException {
            file.force(size);
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
