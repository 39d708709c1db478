package dev.scalekit.session.servlet;

import java.io.PrintWriter;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Saves the session before what is written commits the response. As thread-safe as the container's. */
@SuppressWarnings("AnnotateFormatMethod") // The method that is overridden is not annotated either.
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

    // All that print and append do ends in one of these three.

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

    // A PrintWriter does these under its monitor, and so would save the session: a virtual thread that waits for a
    // database
    // holds its carrier then, before JDK 24 (JEP 491). Here each is one write.

    @Override
    public void println() {
        write(System.lineSeparator());
    }

    @Override
    public void println(boolean value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(char value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(int value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(long value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(float value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(double value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(char[] value) {
        println(String.valueOf(value));
    }

    @Override
    public void println(@Nullable String value) {
        write(value + System.lineSeparator());
    }

    @Override
    public void println(@Nullable Object value) {
        println(String.valueOf(value));
    }

    @Override
    public PrintWriter format(String format, @Nullable Object... values) {
        write(String.format(format, values));
        return this;
    }

    @Override
    public PrintWriter format(@Nullable Locale locale, String format, @Nullable Object... values) {
        write(String.format(locale, format, values));
        return this;
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
