package dev.scalekit.session.servlet;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;

/** Saves the session before what is written commits the response. Not thread-safe, as these streams are not. */
final class SavingOutputStream extends ServletOutputStream {
    private final ServletOutputStream stream;
    private final BodyMeter meter;
    private final Exchange exchange;

    SavingOutputStream(ServletOutputStream stream, BodyMeter meter, Exchange exchange) {
        this.stream = stream;
        this.meter = meter;
        this.exchange = exchange;
    }

    @Override
    public void write(int octet) throws IOException {
        meter.writing(1);
        stream.write(octet);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        meter.writing(length);
        stream.write(bytes, offset, length);
    }

    @Override
    public void flush() throws IOException {
        exchange.beforeCommit();
        stream.flush();
    }

    @Override
    public void close() throws IOException {
        exchange.beforeCommit();
        stream.close();
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
    }

    @Override
    public void setWriteListener(WriteListener listener) {
        stream.setWriteListener(listener);
    }
}
