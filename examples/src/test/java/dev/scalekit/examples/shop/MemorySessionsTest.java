package dev.scalekit.examples.shop;

final class MemorySessionsTest extends SessionsContract {
    @Override
    Sessions sessions() {
        return new MemorySessions();
    }
}
