package dev.scalekit.session;

/**
 * Turns the value of an attribute into bytes and back. A codec decodes what it encoded earlier, in another process and
 * in the version of the application before this one, and believes nothing that the bytes say: whoever can write to the
 * database must not get any code to run by it.
 *
 * <p>Methods are called on any thread, several at once, while no lock is held. Implementations are thread-safe.
 */
public interface Codec {

    /**
     * Encodes a value, which is not changed.
     *
     * @param value what is to be stored; its class decides how
     * @return bytes that nobody else has
     * @throws IllegalArgumentException if a type in the value is not known: the message names it and where it is in the
     *     value, and says what may be there. It never has the value itself
     */
    byte[] encode(Object value);

    /**
     * Decodes a value.
     *
     * @param bytes what {@link #encode} returned, or anything at all
     * @param type what the value must be; {@code Object} if anything will do that the codec knows without it
     * @return a value of that type
     * @throws UndecodableException if the bytes are none; of any other exception only the class is told
     */
    <T> T decode(byte[] bytes, Class<T> type);

    /** Returns the codec that sessions have if they are given no other. */
    static BinaryCodec standard() {
        return BinaryCodec.STANDARD;
    }
}
