package dev.scalekit.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.scalekit.examples.demo.Promise.Verdict;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** The promise about prices is seen to hold, and to be found broken once a price is shown too long. */
final class OldPricesTest {
    private static final int PRODUCT = 7;
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - SECOND);
    private final PriceLedger ledger = new PriceLedger(Duration.ofSeconds(5));
    private final OldPrices promise = new OldPrices(ledger, () -> nanos.getAndAdd(SECOND));

    @Test
    void the_price_before_may_be_shown_until_the_bound() {
        ledger.begin(PRODUCT, 285);
        change(0);

        ledger.shown(PRODUCT, 285, at(5) - 1, "web1");
        ledger.shown(PRODUCT, 286, at(0), "web2");

        assertThat(promise.check()).isEqualTo(new Verdict(2, 0, ""));
        assertThat(ledger.oldestNanos()).isEqualTo(5 * SECOND - 1);
        assertThat(ledger.oldestNanos()).as("since the last time").isZero();
        assertThat(promise.how()).endsWith("the longest was 5.00 s");
    }

    @Test
    void a_price_that_is_shown_too_long_is_found() {
        ledger.begin(PRODUCT, 285);
        change(0);

        ledger.shown(PRODUCT, 285, at(5), "web1");

        assertThat(promise.check())
                .isEqualTo(
                        new Verdict(1, 1, "too old: product 7 on web1: 285 cents, 5.00 s after it had another price"));
    }

    @Test
    void a_price_is_old_from_when_the_first_one_after_it_was_acknowledged() {
        ledger.begin(PRODUCT, 285);
        change(0);
        change(4);

        ledger.shown(PRODUCT, 286, at(5), "web1");
        ledger.shown(PRODUCT, 285, at(5), "web2");

        assertThat(promise.check().violations()).isEqualTo(1);
    }

    @Test
    void a_price_that_was_sent_may_be_shown_and_the_one_before_as_long_as_it_is_not_acknowledged() {
        ledger.begin(PRODUCT, 285);
        long sent = ledger.raise(PRODUCT);

        ledger.shown(PRODUCT, sent, at(0), "web1");
        ledger.shown(PRODUCT, 285, at(100), "web2");

        assertThat(promise.check()).isEqualTo(new Verdict(2, 0, ""));
    }

    @Test
    void a_price_that_nobody_has_set_is_found() {
        ledger.begin(PRODUCT, 285);

        ledger.shown(PRODUCT, 284, at(0), "web1");

        assertThat(promise.check().violations()).isEqualTo(1);
    }

    @Test
    void a_product_whose_change_may_come_about_later_is_not_looked_at_any_more() {
        ledger.begin(PRODUCT, 285);
        ledger.begin(8, 74);
        ledger.raise(PRODUCT);

        ledger.forget(PRODUCT);
        ledger.shown(PRODUCT, 1, at(0), "web1");
        ledger.shown(8, 74, at(0), "web1");

        assertThat(promise.check()).isEqualTo(new Verdict(1, 0, ""));
    }

    @Test
    void nothing_looked_at_is_no_promise_held() throws InterruptedException {
        promise.settle();

        assertThatIllegalStateException().isThrownBy(promise::check);
    }

    private void change(int second) {
        ledger.raise(PRODUCT);
        ledger.acknowledge(PRODUCT, at(second));
    }

    /** Beyond the largest number, where clocks may be, times begin again at the smallest. */
    private static long at(int second) {
        return Long.MAX_VALUE + second * SECOND;
    }
}
