package dev.scalekit.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Two versions of an application that run side by side. The versions are two records with names of one length, and the
 * name of the one is written over the name of the other in the bytes.
 */
final class BinaryCodecVersionsTest {
    private static final BinaryCodec CODEC = Codec.standard();

    private record Cart1(String owner, int count) {}

    private record Cart2(
            List<Coupon> coupons,
            int count,
            @Nullable Coupon best,
            Color color,
            String owner,
            long total,
            boolean paid) {}

    private record Coupon(String code, Color color) {}

    private enum Color {
        RED
    }

    private record CartA(String owner, Object count) {}

    private record CartB(String owner, int count) {}

    private record ListA(List<?> names, Map<String, ?> counts, Optional<?> day) {}

    private record ListB(List<String> names, Map<String, Integer> counts, Optional<String> day) {}

    private record Name1(@Nullable String name) {}

    private record Name2(String name) {
        Name2 {
            requireNonNull(name, "name");
        }
    }

    private enum Size1 {
        S,
        XXL
    }

    private enum Size2 {
        S
    }

    private static <T> T read(Object value, Class<T> type) {
        String from = value instanceof Enum<?> constant
                ? constant.getDeclaringClass().getName()
                : value.getClass().getName();
        String bytes = new String(CODEC.encode(value), ISO_8859_1);
        return CODEC.decode(bytes.replace(from, type.getName()).getBytes(ISO_8859_1), type);
    }

    @Test
    void a_component_that_was_added_is_null_or_0() {
        Cart2 read = read(new Cart1("u-1", 3), Cart2.class);

        assertThat(read.owner()).isEqualTo("u-1");
        assertThat(read.count()).isEqualTo(3);
        assertThat(read.total()).isZero();
        assertThat(read.paid()).isFalse();
        assertThat(read.best()).isNull();
    }

    @Test
    void a_component_that_was_removed_is_passed_over_with_all_its_classes() {
        Coupon coupon = new Coupon("c", Color.RED);
        Cart2 newer = new Cart2(List.of(coupon, coupon), 3, coupon, Color.RED, "u-1", 9, true);

        assertThat(read(newer, Cart1.class)).isEqualTo(new Cart1("u-1", 3));
    }

    @Test
    void a_component_of_another_type_makes_the_value_undecodable() {
        assertThat(read(new CartA("u-1", 3), CartB.class)).isEqualTo(new CartB("u-1", 3));
        assertThatThrownBy(() -> read(new CartA("u-1", "three"), CartB.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessage(
                        CartB.class.getTypeName() + ".count must be a java.lang.Integer, which what is stored is not");
        assertThatThrownBy(() -> read(new CartA("u-1", 3L), CartB.class)).isInstanceOf(UndecodableException.class);
    }

    @Test
    void elements_of_another_type_make_the_value_undecodable() {
        Optional<String> day = Optional.of("d");

        ListB read = read(new ListA(List.of("a"), Map.of("b", 1), day), ListB.class);

        assertThat(read).isEqualTo(new ListB(List.of("a"), Map.of("b", 1), day));
        assertThatThrownBy(() -> read(new ListA(List.of(1), Map.of(), day), ListB.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessageContaining(".names must be a java.util.List<java.lang.String>");
        assertThatThrownBy(() -> read(new ListA(List.of(), Map.of("b", 1L), day), ListB.class))
                .isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> read(new ListA(List.of(), Map.of(), Optional.of(1)), ListB.class))
                .isInstanceOf(UndecodableException.class);
    }

    @Test
    void a_constructor_has_the_last_word() {
        assertThat(read(new Name1("n"), Name2.class)).isEqualTo(new Name2("n"));
        assertThatThrownBy(() -> read(new Name1(null), Name2.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessage("The constructor of " + Name2.class.getTypeName() + " threw java.lang.NullPointerException")
                .hasCauseInstanceOf(NullPointerException.class);
    }

    @Test
    void a_class_that_was_renamed_makes_the_value_undecodable() {
        byte[] bytes = CODEC.encode(new Cart1("u-1", 3));

        assertThatThrownBy(() -> CODEC.decode(bytes, CartB.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessage("The value has a " + Cart1.class.getName()
                        + ", which is neither reached from the type that was asked for nor allowed");
        assertThatThrownBy(() -> CODEC.decode(bytes, Object.class)).isInstanceOf(UndecodableException.class);
    }

    @Test
    void constants_go_by_name() {
        assertThat(read(Size1.S, Size2.class)).isEqualTo(Size2.S);
        assertThatThrownBy(() -> read(Size1.XXL, Size2.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessage(Size2.class.getTypeName() + " has no such constant");
    }

    @Test
    void another_format_is_undecodable() {
        byte[] bytes = CODEC.encode("a");
        bytes[0] = 2;

        assertThatThrownBy(() -> CODEC.decode(bytes, String.class))
                .isInstanceOf(UndecodableException.class)
                .hasMessage("The format must be 1: 2");
        assertThatThrownBy(() -> CODEC.decode(new byte[0], String.class)).isInstanceOf(UndecodableException.class);
        assertThatThrownBy(() -> CODEC.decode(CODEC.encode("a"), Integer.class))
                .hasMessage("The value must be a java.lang.Integer, and is a java.lang.String");
    }
}
