package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A codec of the application says in its reasons what a client has sent. */
final class ForgedLogTest {
    private static final String REASON = "met\r\n\t\0\u001b[2J\b\u007f\u0085\u009b\u2028\u2029\ud83dWARN forged";
    private static final String PRINTABLE = "met?????[2J???????WARN forged";

    @Test
    void a_reason_can_neither_begin_a_line_of_a_log_nor_tell_a_terminal_what_to_do() {
        List<String> told = new ArrayList<>();

        String log = log(told);

        assertThat(log.lines())
                .singleElement()
                .asString()
                .contains("attribute \"colour\" of session", "requests go on without it: " + PRINTABLE + ".");
        assertThat(told).as("what a listener may log").containsExactly("colour: " + PRINTABLE);
    }

    /** Returns what is printed when an attribute is dropped. */
    private static String log(List<String> told) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        ChangedCodec codec = new ChangedCodec();
        try (SessionStore store = InMemorySessionStore.builder()
                .cleanupByCaller()
                .codec(codec)
                .listener(new SessionListener() {
                    @Override
                    public void attributeDropped(SessionRef session, String name, String reason) {
                        told.add(name + ": " + reason);
                    }
                })
                .build()) {
            Session session = SessionFixture.stored(store, SessionFixture.COLOUR, "red");
            codec.isChanged = true;
            assertThat(SessionFixture.find(store, session).get(SessionFixture.COLOUR))
                    .isNull();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8);
    }

    /** Does not know any more what it has written. Not thread-safe. */
    private static final class ChangedCodec implements Codec {
        private boolean isChanged;

        @Override
        public byte[] encode(Object value) {
            return value.toString().getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public <T> T decode(byte[] bytes, Class<T> type) {
            if (isChanged) {
                throw new UndecodableException(REASON);
            }
            return type.cast(new String(bytes, StandardCharsets.UTF_8));
        }
    }
}
