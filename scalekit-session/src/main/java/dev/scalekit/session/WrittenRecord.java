package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * How the bytes have a record, which may be as another version of the application declares it. Immutable.
 *
 * @param name the class that the bytes name
 * @param shape null if no such class may be made
 * @param targets for each value that is stored, which component it is for; -1 if it is passed over
 */
@SuppressWarnings("ArrayRecordComponent") // Compared and changed by nobody.
record WrittenRecord(String name, @Nullable RecordShape shape, int[] targets) {

    static WrittenRecord read(ByteSource source, String name, @Nullable RecordShape shape) {
        if (shape != null && source.skip(shape.layout())) {
            return new WrittenRecord(name, shape, shape.all());
        }
        int[] targets = new int[source.count(1)];
        for (int i = 0; i < targets.length; i++) {
            String component = source.text();
            targets[i] = shape == null ? -1 : shape.names().indexOf(component);
        }
        return new WrittenRecord(name, shape, targets);
    }
}
