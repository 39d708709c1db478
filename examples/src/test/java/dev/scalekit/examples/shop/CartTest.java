package dev.scalekit.examples.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CartTest {
    @Test
    void a_product_has_one_line_and_the_last_number_of_units() {
        Cart cart = Cart.EMPTY
                .with(new CartLine(1, 2))
                .flatMap(it -> it.with(new CartLine(2, 5)))
                .flatMap(it -> it.with(new CartLine(1, 3)))
                .orElseThrow();

        assertThat(cart.lines()).containsExactly(new CartLine(1, 3), new CartLine(2, 5));
    }

    @Test
    void a_full_cart_takes_no_other_product() {
        List<CartLine> lines = IntStream.rangeClosed(1, 100)
                .mapToObj(product -> new CartLine(product, 1))
                .toList();
        Cart full = new Cart(lines);

        assertThat(full.with(new CartLine(101, 1))).isEmpty();
        assertThat(full.with(new CartLine(100, 7)).orElseThrow().lines()).hasSize(100);
    }
}
