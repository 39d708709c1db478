package dev.scalekit.session.servlet;

import java.io.PrintWriter;

/** Saves the session before what is written commits the response. As thread-safe as the container's. */
final class SavingWriter extends PrintWriter {
    /** At most, in whatever encoding. */
    private static final long BYTES_PER_CHARACTER = 4;

    private final BodyMeter meter;
    private final Exchange exchange;

    SavingWriter(PrintWriter writer, BodyMeter meter, Exchange exchange) {
        super(writer);
        this.meter = meter;
        this.exchange = exchange;
    }

    // All that print, format and append do ends in one of these three; println in itself.

    @Override
    public void write(int character) {
        meter.writing(BYTES_PER_CHARACTER);
        super.write(character);
    }

    @Override
    public void write(char[] characters, int offset, int length) {
        meter.writing(length * BYTES_PER_CHARACTER);
        super.write(characters, offset, length);
    }

    @Override
    public void write(String text, int offset, int length) {
        meter.writing(length * BYTES_PER_CHARACTER);
        super.write(text, offset, length);
    }

    @Override
    public void println() {
        meter.writing(2 * BYTES_PER_CHARACTER);
        super.println();
    }

    @Override
    public void flush() {
        exchange.beforeCommit();
        super.flush();
    }

    @Override
    public void close() {
        exchange.beforeCommit();
        super.close();
    }
}
