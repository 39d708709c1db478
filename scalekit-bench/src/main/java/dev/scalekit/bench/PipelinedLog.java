package dev.scalekit.bench;

/** A log whose producers need not wait for each record. Thread-safe. */
interface PipelinedLog extends RecordLog {

    /**
     * Begins to append a record; called by one thread.
     *
     * @param durable is run when the record is on the disk, by any thread
     */
    void begin(byte[] record, Runnable durable) throws Exception;
}
