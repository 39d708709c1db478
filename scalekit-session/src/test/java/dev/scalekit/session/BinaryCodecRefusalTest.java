package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is not encoded, and what the developer is told; never the value. */
final class BinaryCodecRefusalTest {
    private static final BinaryCodec CODEC = Codec.standard();

    private record Cart(List<Line> lines) {}

    private record Line(Object price) {}

    private record Secret(String word) {
        @Override
        public String toString() {
            return "the secret " + word;
        }
    }

    private record Concrete(ArrayList<String> names) {}

    private record ConcreteInside(Map<String, Currency> prices) {}

    @SuppressWarnings("ArrayRecordComponent") // It is what is refused.
    private record Arrays(int[] numbers) {}

    record Throwing(String name) {
        @Override
        public String name() {
            throw new IllegalStateException("no");
        }
    }

    @Test
    void an_unknown_type_is_named_with_its_place_and_what_may_be_there() {
        Cart cart = new Cart(List.of(new Line(1), new Line(2), new Line(Currency.getInstance("EUR"))));

        assertThatThrownBy(() -> CODEC.encode(cart))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(Cart.class.getTypeName()
                        + " cannot be encoded: lines[2].price is of java.util.Currency, which is not known."
                        + " Known are String, ")
                .hasMessageContaining("allow")
                .hasMessageNotContaining("EUR");
    }

    @Test
    void a_record_that_nothing_leads_to_is_refused_with_the_call_that_names_it() {
        Secret secret = new Secret("xyzzy");

        assertThatThrownBy(() -> CODEC.encode(List.of(1, secret)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[1] is of " + Secret.class.getTypeName()
                        + ", which no declaration leads to: name it by allow(Secret.class)")
                .hasMessageNotContaining("xyzzy");
        assertThatThrownBy(() -> CODEC.encode(Map.of("plugh", secret)))
                .hasMessageContaining("[0].value is of ")
                .hasMessageNotContaining("plugh");
        assertThatThrownBy(() -> CODEC.encode(Map.of(secret, "plugh"))).hasMessageContaining("[0].key is of ");
        assertThatThrownBy(() -> CODEC.encode(new Cart(List.of(new Line(secret)))))
                .hasMessageContaining("lines[0].price is of ");
    }

    @Test
    void other_collections_and_arrays_are_refused() {
        assertThatThrownBy(() -> CODEC.encode(new ArrayDeque<>()))
                .hasMessageContaining("it is of java.util.ArrayDeque");
        assertThatThrownBy(() -> CODEC.encode(new int[1])).hasMessageContaining("it is of int[]");
        assertThatThrownBy(() -> CODEC.encode(new BigDecimal("1") {
                    private static final long serialVersionUID = 1;
                }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_component_of_which_nothing_can_be_decoded_is_refused_at_once() {
        assertThatThrownBy(() -> CODEC.allow(Concrete.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(
                        Concrete.class.getTypeName() + ".names is declared as java.util.ArrayList, of which nothing");
        assertThatThrownBy(() -> CODEC.encode(new Concrete(new ArrayList<>())))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CODEC.allow(ConcreteInside.class))
                .hasMessageStartingWith("An element of " + ConcreteInside.class.getTypeName()
                        + ".prices is declared as java.util.Currency");
        assertThatThrownBy(() -> CODEC.allow(Arrays.class)).hasMessageContaining("int[]");
    }

    @Test
    void only_what_is_made_by_name_can_be_allowed() {
        for (Class<?> type :
                Set.of(String.class, Object.class, Runnable.class, Currency.class, int.class, Line[].class)) {
            assertThatThrownBy(() -> CODEC.allow(type))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Only records, enums and sealed interfaces can be allowed: " + type.getTypeName());
        }
    }

    @Test
    void a_value_that_holds_itself_is_refused() {
        List<Object> list = new ArrayList<>();
        list.add(list);
        List<@Nullable Object> deep = new ArrayList<>();
        for (int i = 1; i < Encoder.DEEPEST; i++) {
            deep = new ArrayList<>(List.of(deep));
        }
        List<@Nullable Object> deepest = deep;

        assertThatObject(CODEC.decode(CODEC.encode(deepest), List.class)).isEqualTo(deepest);
        assertThatThrownBy(() -> CODEC.encode(List.of(deepest)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is more than 64 deep, or holds itself");
        assertThatThrownBy(() -> CODEC.encode(list)).hasMessageContaining("holds itself");
    }

    @Test
    void what_would_not_come_back_the_same_is_refused() {
        assertThatThrownBy(() -> CODEC.encode(List.of("a\uD83D")))
                .hasMessageContaining("[0] has half a surrogate pair at index 1");
        assertThatThrownBy(() -> CODEC.encode("\uDE00\uD83D"))
                .hasMessageContaining("it has half a surrogate pair at index 0");
        assertThatThrownBy(() -> CODEC.encode(legacy())).hasMessageContaining("no language tag stands for");
        assertThatThrownBy(() -> CODEC.encode(BigInteger.TWO.pow(8 * 8_192)))
                .hasMessageContaining("8193 bytes, and a number may have at most 8192");
        assertThatThrownBy(() -> CODEC.encode(new BigDecimal(BigInteger.ONE, 10_001)))
                .hasMessageContaining("a scale of 10001, which must be from -10000 to 10000");
    }

    @SuppressWarnings("deprecation") // The constructor is how such a locale is made.
    private static Locale legacy() {
        return new Locale("no", "NO", "NY");
    }

    @Test
    void an_accessor_that_throws_is_named() {
        assertThatThrownBy(() -> CODEC.encode(new Throwing("x")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name could not be read: its accessor threw java.lang.IllegalStateException")
                .hasCauseInstanceOf(IllegalStateException.class);
    }
}
