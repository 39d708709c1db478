package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A loader may give tags to what is not there. */
final class MissingTagTest {
    private final Queue<Runnable> tasks = new ArrayDeque<>();
    private String row = "";

    @Test
    void who_waits_for_nothing_whose_tag_was_invalidated_before_looks_again() {
        try (ReadThroughCache<String, String> cache = ReadThroughCache.<String, String>builder(
                        "missing", (key, context) -> {
                            context.tags(List.of("tag"));
                            return row.isEmpty() ? null : row;
                        })
                .executor(tasks::add)
                .build()) {
            CompletableFuture<@Nullable String> before = cache.getAsync("key");
            Runnable load = tasks.remove();
            cache.invalidateTag("tag");
            CompletableFuture<@Nullable String> after = cache.getAsync("key");
            load.run();
            row = "written";
            tasks.forEach(Runnable::run);

            assertThat(before).isCompletedWithValue(null);
            assertThat(after).isCompletedWithValue("written");
        }
    }
}
