package dev.scalekit.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tokens as texts. */
final class ReadTokenTest {
    @Test
    void it_is_the_text_of_a_position() {
        ReadToken token = ReadToken.of(new PostgresPosition(0xABCDL, 2, 0x1_0000_0000L));

        assertThat(token).hasToString("pg1.abcd.2.100000000");
        assertThat(ReadToken.parse(token.toString())).isEqualTo(token).hasSameHashCodeAs(token);
        assertThat(ReadToken.parse("none")).isEqualTo(ReadToken.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a\r\nSet-Cookie: x", "ä", "a;b", "a=b", "a/b"})
    void a_text_that_would_not_fit_into_a_cookie_is_refused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> ReadToken.parse(text));
    }

    @Test
    void a_text_that_is_too_long_is_refused_and_not_repeated() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ReadToken.parse("a".repeat(4_097)))
                .withMessageContaining("these are 4097 characters");
    }
}
