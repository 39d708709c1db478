package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Several keys that were read at once are loaded anew at once. */
final class RefreshTogetherTest {

    @Test
    void a_load_that_hangs_holds_up_none_that_was_begun_with_it() throws Exception {
        AtomicLong nanos = new AtomicLong();
        CountDownLatch hanging = new CountDownLatch(1);
        Duration lifetime = Duration.ofMinutes(1);
        try (ReadThroughCache<String, Long> cache = ReadThroughCache.<String, Long>builder("together", key -> {
                    if (key.equals("hangs") && nanos.get() > 0) {
                        hanging.await();
                    }
                    return nanos.get();
                })
                .expireAfter(lifetime)
                .refreshAhead(0.5)
                .ticker(nanos::get)
                .build()) {
            List<String> keys = List.of("hangs", "other");
            cache.getAll(keys);
            nanos.addAndGet(lifetime.toNanos() / 2);
            cache.getAll(keys);
            nanos.addAndGet(lifetime.toNanos());

            Long value = cache.getAsync("other").get(10, TimeUnit.SECONDS);

            assertThat(value).isPositive();
        } finally {
            hanging.countDown();
        }
    }
}
