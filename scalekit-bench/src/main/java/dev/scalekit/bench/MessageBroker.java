package dev.scalekit.bench;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A queue whose messages are handed out and acknowledged: what ours and the peers have in common. Thread-safe. */
interface MessageBroker extends Closeable {

    /** Makes what one more thread sends and receives with. */
    Worker worker() throws IOException;

    /** Closes it and opens it again from its files; workers of before are of no use any more. */
    void restart() throws IOException;

    /** The sending and the receiving half, for one thread at a time. */
    interface Worker extends Closeable {
        /** Begins to send a message; the future ends when it is on the disk. */
        CompletableFuture<?> send(byte[] record) throws Exception;

        /**
         * Takes the next message, has it handled, and returns when its acknowledgement is on the disk.
         *
         * @return false if there was none for so long
         */
        boolean receive(Duration patience, Consumer<byte[]> handler) throws IOException;
    }
}
