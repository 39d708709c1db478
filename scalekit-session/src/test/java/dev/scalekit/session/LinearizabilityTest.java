package dev.scalekit.session;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Linearizability;
import dev.scalekit.testkit.Tally;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jetbrains.lincheck.LincheckAssertionError;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What threads of one server share, used by several at once. */
@Tag("lincheck")
final class LinearizabilityTest {
    private static final String CLAIM = "session.linearizability";
    private static final UUID ID = new UUID(0x0192_0000_0000_7000L, 0x8000_0000_0000_0001L);
    private static final String COUNTER = "counter";
    private static final Key<String> COLOUR = Key.of("colour", String.class);

    private static Encoded encoded(int number) {
        return new Encoded(Integer.toString(number).getBytes(StandardCharsets.US_ASCII));
    }

    private static String text(@Nullable Stored attribute) {
        if (attribute == null) {
            return "none";
        }
        Encoded value = attribute.value();
        return value == null ? "#" + attribute.counter() : new String(value.bytes(), StandardCharsets.US_ASCII);
    }

    /** Threads of one request change its attributes while one of them saves, or fails to. */
    @ParameterizedTest
    @EnumSource
    void attributes_of_one_request_change_one_after_the_other(Linearizability shown) {
        shown.require(CLAIM, OneRequest.class);
    }

    @Param(name = "number", gen = IntGen.class, conf = "1:3")
    public static final class OneRequest {
        private final Attributes attributes =
                new Attributes(new StoredAttributes(1, 0, Map.of()), new SessionLimits(1_000, 10_000));
        private long revision = 1;

        @Operation
        public void put(@Param(name = "number") int number) {
            attributes.put(COLOUR, encoded(number));
        }

        @Operation
        public void remove() {
            attributes.remove(COLOUR);
        }

        @Operation
        public void increment(@Param(name = "number") int number) {
            attributes.increment(COUNTER, number);
        }

        @Operation
        public String colour() {
            return text(attributes.current(COLOUR.name()));
        }

        @Operation
        public String counter() {
            return text(attributes.current(COUNTER));
        }

        @Operation
        public boolean isChanged() {
            return attributes.isChanged();
        }

        /** The lock of the session lets one save at a time. */
        @Operation(nonParallelGroup = "saver")
        public String save() {
            Map<String, Change> taken = new TreeMap<>(attributes.take());
            attributes.saved(taken, ++revision);
            return taken.keySet().toString();
        }

        @Operation(nonParallelGroup = "saver")
        public void fail() {
            attributes.take();
            attributes.notSaved();
        }
    }

    /** Requests of one server meet in memory. Not by model checking: with one lock around all there is little to switch at. */
    @Test
    void requests_in_memory_come_one_after_the_other() {
        Linearizability.BY_STRESS.require(CLAIM, Requests.class);
    }

    @Param(name = "number", gen = IntGen.class, conf = "1:3")
    public static final class Requests {
        private static final Token[] TOKENS = tokens();

        private final Storage rows = new MemoryStorage(() -> Instant.EPOCH);

        public Requests() {
            write(true, new Rotation(TOKENS[0].hash(), TOKENS[0].hash(), null), List.of());
        }

        private static Token[] tokens() {
            Token[] tokens = new Token[4];
            for (int number = 0; number < tokens.length; number++) {
                tokens[number] = requireNonNull(Token.parse("AEIM".charAt(number) + "A".repeat(42)));
            }
            return tokens;
        }

        private String write(boolean isNew, @Nullable Rotation rotation, List<AttributeWrite> attributes) {
            return rows.write(new Write(
                            ID,
                            isNew,
                            rotation,
                            attributes,
                            isNew ? Duration.ofMinutes(1).toMillis() : null,
                            Duration.ofMinutes(1).toMillis(),
                            Device.UNKNOWN,
                            null,
                            true))
                    .kind()
                    .name();
        }

        @Operation
        public String increment(@Param(name = "number") int number) {
            return write(false, null, List.of(new AttributeWrite(COUNTER, null, (long) number)));
        }

        @Operation
        public String rotate(@Param(name = "number") int number) {
            return write(false, new Rotation(TOKENS[number - 1].hash(), TOKENS[number].hash(), "user"), List.of());
        }

        @Operation
        public boolean end() {
            return rows.end(ID) != null;
        }

        @Operation
        public int endAll() {
            return rows.endAll("user", null).size();
        }

        @Operation
        public String find(@Param(name = "number") int number) {
            StoredSession found = rows.find(TOKENS[number].hash());
            return found == null
                    ? "nobody"
                    : found.user() + " " + text(found.attributes().byName().get(COUNTER));
        }
    }

    /** A save that takes the changes after it has sent them, so that one made in between is lost. */
    @Test
    void a_save_that_forgets_what_came_meanwhile_is_found() {
        try (Tally planted = Tally.of("session.planted-bugs", 0)) {
            planted.count(
                    () -> assertThatThrownBy(() -> Linearizability.BY_MODEL_CHECKING.check(ForgetfulRequest.class))
                            .isInstanceOf(LincheckAssertionError.class));
        }
    }

    public static final class ForgetfulRequest {
        private volatile long pending;
        private volatile long stored;

        @Operation
        public void increment() {
            synchronized (this) {
                pending++;
            }
        }

        @Operation(nonParallelGroup = "saver")
        public long save() {
            long sum = stored + pending;
            stored = sum;
            pending = 0;
            return sum;
        }

        @Operation
        public synchronized long counter() {
            return stored + pending;
        }
    }
}
