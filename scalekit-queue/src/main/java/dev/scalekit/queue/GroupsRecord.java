package dev.scalekit.queue;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** All groups, in their order: of each u16 its number, u64 the first message that is for it, u8 and its name. Immutable. */
record GroupsRecord(List<Declared> groups) {
    /**
     * A group.
     *
     * @param number never used for another group
     * @param from messages from this id on are for it
     */
    record Declared(int number, long from, String name) {}

    ByteBuffer encode() {
        ByteBuffer content = ByteBuffer.allocate(groups.size() * (11 + 64));
        for (Declared group : groups) {
            byte[] name = group.name().getBytes(UTF_8);
            content.putShort((short) group.number())
                    .putLong(group.from())
                    .put((byte) name.length)
                    .put(name);
        }
        return content.flip();
    }

    static GroupsRecord decode(ByteBuffer content) {
        ByteBuffer from = content.duplicate();
        List<Declared> groups = new ArrayList<>();
        while (from.hasRemaining()) {
            int number = Short.toUnsignedInt(from.getShort());
            long first = from.getLong();
            byte[] name = new byte[from.get()];
            from.get(name);
            groups.add(new Declared(number, first, new String(name, UTF_8)));
        }
        return new GroupsRecord(List.copyOf(groups));
    }
}
