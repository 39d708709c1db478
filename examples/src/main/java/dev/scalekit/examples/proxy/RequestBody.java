package dev.scalekit.examples.proxy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The body of a request as it comes from the client, which can be read again from its start as long as no more than {@value
 * #KEPT} bytes of it were read. Thread-safe.
 */
final class RequestBody {
    static final int KEPT = 65_536;

    private final InputStream client;
    /** Guarded by this, as all below: what was read so far. */
    private ByteArrayOutputStream kept = new ByteArrayOutputStream();

    private long read;
    private boolean ended;
    private boolean broken;

    RequestBody(InputStream client) {
        this.client = client;
    }

    /** Returns whether it can still be read from its start. */
    synchronized boolean isWhole() {
        return read <= KEPT;
    }

    /** Returns whether reading from the client has failed. */
    synchronized boolean isBroken() {
        return broken;
    }

    /**
     * Reads from a place on. One who reads for an attempt that has failed may still be at it: what it gets is kept all the
     * same, so that the next one misses nothing.
     *
     * @return how many bytes were read, -1 at the end
     */
    synchronized int read(long from, byte[] into) throws IOException {
        if (from < read) {
            return copy((int) from, into);
        }
        if (ended) {
            return -1;
        }
        int count;
        try {
            count = client.read(into);
        } catch (IOException e) {
            broken = true;
            throw e;
        }
        if (count < 0) {
            ended = true;
            return -1;
        }
        read += count;
        if (isWhole()) {
            kept.write(into, 0, count);
        } else {
            kept = new ByteArrayOutputStream(0);
        }
        return count;
    }

    private int copy(int from, byte[] into) throws IOException {
        if (!isWhole()) {
            throw new IOException("of the request more was read than is kept");
        }
        int count = Math.min(into.length, kept.size() - from);
        System.arraycopy(kept.toByteArray(), from, into, 0, count);
        return count;
    }
}
