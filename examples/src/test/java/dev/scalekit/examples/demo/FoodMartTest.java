package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.examples.demo.FoodMart.Sale;
import dev.scalekit.examples.shop.Customer;
import dev.scalekit.examples.shop.Product;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FoodMartTest {
    @Test
    void the_data_set_is_read_whole() throws IOException {
        FoodMart foodMart = FoodMart.read();

        assertThat(foodMart.products())
                .hasSize(1_560)
                .contains(new Product(1, "Washington Berry Juice", "Washington", 285));
        assertThat(foodMart.customers())
                .hasSize(10_281)
                .contains(new Customer(1, "Sheri Nowmer", "Tlaxiaco", "Mexico"));
        assertThat(foodMart.sales())
                .hasSize(269_720)
                .contains(new Sale(371, 6_280, 337, 2))
                .isSortedAccordingTo(Comparator.comparingInt(Sale::day));
    }

    @Test
    void every_sale_is_of_a_product_to_a_customer_who_are_there() throws IOException {
        FoodMart foodMart = FoodMart.read();

        Set<Integer> products = foodMart.products().stream().map(Product::id).collect(Collectors.toSet());
        Set<Integer> customers = foodMart.customers().stream().map(Customer::id).collect(Collectors.toSet());

        assertThat(foodMart.sales())
                .allMatch(sale -> products.contains(sale.product()) && customers.contains(sale.customer()))
                .allMatch(sale -> sale.units() > 0);
    }

    @Test
    void the_seed_shuffles_the_sales_of_a_day_and_no_further() {
        List<Sale> sales = List.of(
                new Sale(1, 1, 1, 1),
                new Sale(1, 2, 2, 1),
                new Sale(1, 3, 3, 1),
                new Sale(2, 4, 4, 1),
                new Sale(2, 5, 5, 1));
        FoodMart foodMart = new FoodMart(List.of(), List.of(), sales);

        List<Sale> order = foodMart.salesInOrder(7);

        assertThat(order).containsExactlyInAnyOrderElementsOf(sales).isEqualTo(foodMart.salesInOrder(7));
        assertThat(order).isSortedAccordingTo(Comparator.comparingInt(Sale::day));
        assertThat(new HashSet<>(
                        List.of(foodMart.salesInOrder(1), foodMart.salesInOrder(2), foodMart.salesInOrder(3), order)))
                .as("some seed gives another order")
                .hasSizeGreaterThan(1);
    }

    @Test
    void quotes_commas_and_nulls_in_values_are_read() {
        InsertedRow row = InsertedRow.of("INSERT INTO \"t\" VALUES(1,'It''s, well',NULL,'','a''''b',2.5000)");

        assertThat(row.values()).containsExactly("1", "It's, well", "NULL", "", "a''b", "2.5000");
    }

    @Test
    void a_script_without_sales_is_refused() {
        assertThatThrownBy(() -> FoodMart.read(script("CREATE SCHEMA PUBLIC")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("0 products, 0 customers and 0 sales");
    }

    private static InputStream script(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }
}
