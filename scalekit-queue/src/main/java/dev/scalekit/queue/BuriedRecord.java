package dev.scalekit.queue;

import java.nio.ByteBuffer;

/**
 * The end of a dead letter: u16 the group's number, u64 the message's id, u8 1 if it is tried again. Immutable.
 *
 * @param again whether it is tried again; otherwise it is gone
 */
record BuriedRecord(int group, long id, boolean again) {
    ByteBuffer encode() {
        return ByteBuffer.allocate(Short.BYTES + Long.BYTES + 1)
                .putShort((short) group)
                .putLong(id)
                .put((byte) (again ? 1 : 0))
                .flip();
    }

    static BuriedRecord decode(ByteBuffer content) {
        return new BuriedRecord(Short.toUnsignedInt(content.getShort(0)), content.getLong(2), content.get(10) == 1);
    }
}
