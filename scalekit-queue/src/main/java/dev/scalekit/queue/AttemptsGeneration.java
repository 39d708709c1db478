package dev.scalekit.queue;

import dev.scalekit.queue.AttemptsFile.Attempt;
import dev.scalekit.queue.AttemptsFile.Entry;
import dev.scalekit.queue.Disk.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * One of the files of an {@link AttemptsFile}. It begins with
 *
 * <pre>
 * 0  "SKTRIES" and a zero byte
 * 8  u32 format version, 1
 * 12 u32 CRC-32C of the file's number and of bytes 0 to 11
 * 16 zeros
 * </pre>
 *
 * and from byte 32 on there are entries of 32 bytes:
 *
 * <pre>
 * 0  u32 CRC-32C of: the file's number, this entry's offset, and bytes 4 to 31
 * 4  u32 how often the message was handed out
 * 8  u64 id of the message
 * 16 u64 when it is due again, in milliseconds since 1970, or 0
 * 24 u16 group, then six zero bytes
 * </pre>
 *
 * <p>All numbers are big-endian. An entry whose checksum is wrong is passed over: what is not forced may be lost in any
 * place. The checksum holds the file's number and the place, so that what a file system leaves of a deleted file is no entry.
 *
 * <p>Not thread-safe.
 */
final class AttemptsGeneration implements AutoCloseable {
    static final int BYTES = 32;

    private static final int VERSION = 1;
    private static final byte[] MAGIC = "SKTRIES\0".getBytes(StandardCharsets.US_ASCII);
    private static final Pattern NAME = Pattern.compile("attempts-([0-7][0-9a-f]{15})");
    private static final int CHUNK = 1 << 16;

    /** After so many bytes without an entry the rest is given up: a power cut may leave a file of any length. */
    private static final long LONGEST_GAP = 16L << 20;

    private final DiskFile file;
    private final long number;
    private long end = BYTES;

    private AttemptsGeneration(DiskFile file, long number) {
        this.file = file;
        this.number = number;
    }

    static String name(long number) {
        return String.format(Locale.ROOT, "attempts-%016x", number);
    }

    /** Returns the number in a file's name; empty for other files. */
    static OptionalLong number(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1), 16)) : OptionalLong.empty();
    }

    /**
     * Creates one with some entries.
     *
     * @throws IOException if there is no room; the file is gone then, as far as that could be done
     */
    static AttemptsGeneration create(Disk disk, long number, Collection<Entry> entries) throws IOException {
        AttemptsGeneration created = new AttemptsGeneration(disk.createUnforced(name(number)), number);
        try {
            created.fill(entries.iterator());
            return created;
        } catch (IOException e) {
            try {
                created.close();
                disk.delete(name(number));
            } catch (IOException ignored) {
                e.addSuppressed(ignored);
            }
            throw e;
        }
    }

    private void fill(Iterator<Entry> entries) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        chunk.put(MAGIC).putInt(VERSION);
        chunk.putInt(checksum(number, 0, chunk.slice(0, 12))).position(BYTES);
        long at = 0;
        do {
            while (entries.hasNext() && chunk.remaining() >= BYTES) {
                put(chunk, at + chunk.position(), entries.next());
            }
            int length = chunk.position();
            file.write(at, chunk.flip());
            chunk.clear();
            at += length;
        } while (entries.hasNext());
        end = at;
    }

    /**
     * Opens one that is there, and tells what it holds.
     *
     * @return empty if its first bytes are lost, so that it is not known what it is
     * @throws UnknownFormatException if it is of another version
     */
    static Optional<AttemptsGeneration> open(Disk disk, long number, Consumer<Entry> found) throws IOException {
        DiskFile file = disk.open(name(number));
        boolean kept = false;
        try {
            AttemptsGeneration opened = new AttemptsGeneration(file, number);
            if (opened.hasHead()) {
                opened.read(found);
                kept = true;
                return Optional.of(opened);
            }
            return Optional.empty();
        } finally {
            if (!kept) {
                file.close();
            }
        }
    }

    private boolean hasHead() throws IOException {
        ByteBuffer head = ByteBuffer.allocate(BYTES);
        boolean whole = file.read(0, head) == BYTES
                && head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                && checksum(number, 0, head.slice(0, 12)) == head.getInt(12);
        if (whole && head.getInt(8) != VERSION) {
            throw new UnknownFormatException(name(number), head.getInt(8));
        }
        return whole;
    }

    private void read(Consumer<Entry> found) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long at = BYTES;
        while (at - end < LONGEST_GAP && file.read(at, chunk.clear()) >= BYTES) {
            int entries = chunk.position() / BYTES;
            for (int i = 0; i < entries; i++) {
                long offset = at + (long) i * BYTES;
                Optional<Entry> entry = decode(chunk.slice(i * BYTES, BYTES), offset);
                if (entry.isPresent()) {
                    end = offset + BYTES;
                    found.accept(entry.get());
                }
            }
            at += (long) entries * BYTES;
        }
    }

    long number() {
        return number;
    }

    /** Returns the offset behind the last entry. */
    long end() {
        return end;
    }

    /** Writes entries behind the last one, in one write; where that fails, the next call writes there again. */
    void append(Collection<Entry> entries) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(entries.size() * BYTES);
        for (Entry entry : entries) {
            put(bytes, end + bytes.position(), entry);
        }
        file.write(end, bytes.flip());
        end += bytes.limit();
    }

    private void put(ByteBuffer buffer, long offset, Entry entry) {
        int start = buffer.position();
        buffer.putInt(0)
                .putInt(entry.attempt().count())
                .putLong(entry.key().id())
                .putLong(entry.attempt().dueMillis())
                .putShort((short) entry.key().group())
                .put(new byte[6]);
        buffer.putInt(start, checksum(number, offset, buffer.slice(start + 4, BYTES - 4)));
    }

    private Optional<Entry> decode(ByteBuffer bytes, long offset) {
        long id = bytes.getLong(8);
        if (id < 1 || checksum(number, offset, bytes.slice(4, BYTES - 4)) != bytes.getInt(0)) {
            return Optional.empty();
        }
        return Optional.of(new Entry(
                new AttemptsFile.Key(Short.toUnsignedInt(bytes.getShort(24)), id),
                new Attempt(bytes.getInt(4), bytes.getLong(16))));
    }

    private static int checksum(long number, long offset, ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(number)
                .putLong(offset)
                .flip());
        crc.update(bytes);
        return (int) crc.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
