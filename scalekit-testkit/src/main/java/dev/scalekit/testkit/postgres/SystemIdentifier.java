package dev.scalekit.testkit.postgres;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * The number by which a server knows the log of its own cluster, and refuses that of another one which happens to have the
 * port of its primary. Not instantiable.
 */
final class SystemIdentifier {
    /** Where it is in the first page of each file of the log: {@code XLogLongPageHeaderData.xlp_sysid}. */
    private static final int IN_LOG = 24;

    private SystemIdentifier() {}

    /** Gives another one to a server that was shut down in order. */
    static void renew(Path data) throws IOException {
        byte[] fresh = ByteBuffer.allocate(Long.BYTES)
                .putLong(new SecureRandom().nextLong(1, Long.MAX_VALUE))
                .array();
        Path control = data.resolve("global").resolve("pg_control");
        ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(control)).order(ByteOrder.nativeOrder());
        int checksum = checksumOffset(control, content);
        // It is the first thing in the file.
        content.put(0, fresh).putInt(checksum, checksum(content, checksum));
        Files.write(control, content.array());
        for (Path file : log(data)) {
            try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
                channel.position(IN_LOG).write(ByteBuffer.wrap(fresh));
            }
        }
    }

    private static List<Path> log(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("pg_wal"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    /** The checksum ends what is used of the file, and is of all before it. How much that is depends on the release. */
    private static int checksumOffset(Path control, ByteBuffer content) throws IOException {
        for (int offset = Long.BYTES; offset <= content.limit() - Integer.BYTES; offset += Integer.BYTES) {
            if (content.getInt(offset) == checksum(content, offset)) {
                return offset;
            }
        }
        throw new IOException(control + " has no checksum where PostgreSQL 18 has it, or is damaged");
    }

    private static int checksum(ByteBuffer content, int length) {
        CRC32C checksum = new CRC32C();
        checksum.update(content.slice(0, length));
        return (int) checksum.getValue();
    }
}
