package dev.scalekit.examples.shop;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * That somebody has looked at a product.
 *
 * @param number tells it from all other views, wherever and however often it is sent, stored and delivered
 */
record View(long number, int product) {
    private static final int BYTES = Long.BYTES + Integer.BYTES;

    /** Creates a view with the browser's own number, which is not negative, or with one that no browser has chosen. */
    static View of(int product, Optional<String> number) {
        return new View(
                number.map(Long::parseLong)
                        .orElseGet(() -> ThreadLocalRandom.current().nextLong(Long.MIN_VALUE, 0)),
                product);
    }

    byte[] bytes() {
        return ByteBuffer.allocate(BYTES).putLong(number).putInt(product).array();
    }

    static View from(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        return new View(buffer.getLong(), buffer.getInt());
    }
}
