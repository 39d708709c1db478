package dev.scalekit.queue;

/** Something that the writer makes durable. Called by the writer's thread only. */
interface Command {
    /** Returns how many bytes it needs that are not kept free for it. */
    default int needs() {
        return 0;
    }

    /** Adds its records. */
    void write(Batch batch);

    /** The batch is durable and has its place. */
    void stored(Batch batch);

    /** The batch is not durable, or not known to be. */
    void failed(QueueException e);
}
