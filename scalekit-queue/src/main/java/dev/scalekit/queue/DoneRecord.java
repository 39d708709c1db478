package dev.scalekit.queue;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Messages that a group is done with: u16 the group's number, then the ids in rising order, each as the distance to the one
 * before in groups of seven bits, lowest first, as LEB128 has them. Immutable.
 */
final class DoneRecord {
    /** What an acknowledgement takes at most, alone in a batch: this is kept free for each message. */
    static final int ROOM = Frame.size(Short.BYTES + 10) + BatchEnd.FRAME;

    private final int group;
    private final long[] ids;

    DoneRecord(int group, long[] ids) {
        this.group = group;
        this.ids = ids;
    }

    int group() {
        return group;
    }

    long[] ids() {
        return ids;
    }

    ByteBuffer encode() {
        long[] rising = ids.clone();
        Arrays.sort(rising);
        ByteBuffer bytes = ByteBuffer.allocate(Short.BYTES + 10 * rising.length).putShort((short) group);
        long before = 0;
        for (long id : rising) {
            put(bytes, id - before);
            before = id;
        }
        return bytes.flip();
    }

    static DoneRecord decode(ByteBuffer content) {
        ByteBuffer from = content.duplicate();
        int group = Short.toUnsignedInt(from.getShort());
        long[] ids = new long[from.remaining()];
        int count = 0;
        long before = 0;
        while (from.hasRemaining()) {
            before += next(from);
            ids[count++] = before;
        }
        return new DoneRecord(group, Arrays.copyOf(ids, count));
    }

    private static void put(ByteBuffer bytes, long distance) {
        long left = distance;
        while (left >= 0x80) {
            bytes.put((byte) (left | 0x80));
            left >>>= 7;
        }
        bytes.put((byte) left);
    }

    private static long next(ByteBuffer from) {
        long distance = 0;
        int shift = 0;
        byte part;
        do {
            part = from.get();
            distance |= (part & 0x7FL) << shift;
            shift += 7;
        } while (part < 0 && shift < Long.SIZE);
        return distance;
    }
}
