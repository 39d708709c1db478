package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class SessionStoreBuilderTest {

    @ParameterizedTest
    @MethodSource
    void a_bad_option_is_refused_with_name_bound_and_value(Consumer<JdbcSessionStoreBuilder> option, String expected) {
        JdbcSessionStoreBuilder builder = JdbcSessionStore.builder(new UnknownDatabase("H2"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> {
                    option.accept(builder);
                    builder.build().close();
                })
                .withMessage(expected);
    }

    private static Arguments refused(Consumer<JdbcSessionStoreBuilder> option, String expected) {
        return arguments(option, expected);
    }

    static Stream<Arguments> a_bad_option_is_refused_with_name_bound_and_value() {
        return Stream.of(
                refused(
                        options -> options.idleTimeout(Duration.ofMillis(999)),
                        "idleTimeout must be from PT1S to PT8760H: PT0.999S"),
                refused(
                        options -> options.idleTimeout(Duration.ofDays(366)),
                        "idleTimeout must be from PT1S to PT8760H: PT8784H"),
                refused(
                        options -> options.absoluteTimeout(Duration.ofMinutes(29)),
                        "absoluteTimeout must be at least idleTimeout, PT30M: PT29M"),
                refused(
                        options -> options.touchEvery(Duration.ofMinutes(16)),
                        "touchEvery must be at most half of idleTimeout, PT15M: PT16M"),
                refused(
                        options -> options.touchEvery(Duration.ofMillis(-1)),
                        "touchEvery must be from PT0S to PT8760H: PT-0.001S"),
                refused(
                        options -> options.maximumPerUser(0, WhenExceeded.REFUSE),
                        "maximumPerUser must be from 1 to 2147483647: 0"),
                refused(
                        options -> options.maximumAttributeBytes((16 << 20) + 1),
                        "maximumAttributeBytes must be from 1 to 16777216: 16777217"),
                refused(
                        options -> options.maximumSessionBytes(65_535),
                        "maximumSessionBytes must be at least maximumAttributeBytes, 65536: 65535"),
                refused(
                        options -> options.cleanupEvery(Duration.ofMillis(999)),
                        "cleanupEvery must be from PT1S to PT24H: PT0.999S"),
                refused(
                        options -> options.timeout(Duration.ofMillis(99)),
                        "timeout must be from PT0.1S to PT10M: PT0.099S"),
                refused(options -> options.name(""), "name must have from 1 to 64 characters: 0"),
                refused(
                        options -> options.name("a\nb"),
                        "name must have no control character and no half of a surrogate pair: U+000A"));
    }

    @Test
    void the_defaults_are_those_of_the_javadoc() {
        SessionOptions options = InMemorySessionStore.builder().options(InstantSource.system());

        assertThat(options.name()).isEqualTo("sessions");
        assertThat(options.idleTimeout()).isEqualTo(Duration.ofMinutes(30));
        assertThat(options.absoluteTimeout()).isEqualTo(Duration.ofHours(12));
        assertThat(options.touchEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.maximumPerUser()).isEqualTo(Integer.MAX_VALUE);
        assertThat(options.limits()).isEqualTo(new SessionLimits(65_536, 1_048_576));
        assertThat(options.cleanupEvery()).isEqualTo(Duration.ofMinutes(1));
        assertThat(InMemorySessionStore.builder()
                        .idleTimeout(Duration.ofMinutes(5))
                        .options(InstantSource.system())
                        .touchEvery())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_store_is_built_without_a_word_to_the_database() {
        try (JdbcSessionStore store =
                JdbcSessionStore.builder(new UnknownDatabase("MariaDB")).build()) {
            Session session = store.create();

            for (Runnable call : List.<Runnable>of(
                    store::checkSchema, store::createSchemaIfMissing, () -> store.save(session), store::cleanUp)) {
                assertThatIllegalStateException()
                        .isThrownBy(call::run)
                        .withMessage("There is no dialect for the database \"MariaDB\": PostgreSQL and H2 have one");
            }
        }
    }
}
