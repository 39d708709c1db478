package dev.scalekit.queue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A message that was moved forward, so that the segment it was in can go: u64 its id, u16 how many groups are not simply
 * still to have it, and of each u16 its number and u8 1 for done, or 2 and how it died; then the message as it was. Immutable.
 */
record CopyRecord(long id, List<Fate> fates, MessageContent message) {
    /**
     * What a group has made of it.
     *
     * @param dead why it was given up; null if the group is done with it
     */
    record Fate(int group, @Nullable Dead dead) {}

    ByteBuffer encode() {
        List<ByteBuffer> deaths = fates.stream()
                .map(fate -> fate.dead() == null
                        ? ByteBuffer.allocate(0)
                        : fate.dead().encode())
                .toList();
        int bytes = Long.BYTES + Short.BYTES + message.length();
        for (ByteBuffer death : deaths) {
            bytes += Short.BYTES + 1 + death.remaining();
        }
        ByteBuffer content = ByteBuffer.allocate(bytes).putLong(id).putShort((short) fates.size());
        for (int i = 0; i < deaths.size(); i++) {
            Fate fate = fates.get(i);
            content.putShort((short) fate.group())
                    .put((byte) (fate.dead() == null ? 1 : 2))
                    .put(deaths.get(i));
        }
        return content.put(message.bytes()).flip();
    }

    static CopyRecord decode(ByteBuffer content) {
        ByteBuffer from = content.duplicate();
        long id = from.getLong();
        int count = Short.toUnsignedInt(from.getShort());
        List<Fate> fates = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int group = Short.toUnsignedInt(from.getShort());
            fates.add(new Fate(group, from.get() == 2 ? Dead.decode(from) : null));
        }
        return new CopyRecord(id, fates, new MessageContent(from));
    }
}
