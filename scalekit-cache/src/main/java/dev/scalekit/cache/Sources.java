package dev.scalekit.cache;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Makes sources of the kinds of loaders that users have. Not instantiable. */
final class Sources {
    private Sources() {}

    static <K, V> Source<K, V> single(Loader<K, V> loader) {
        return new Single<>((key, context) -> loader.load(key), false);
    }

    static <K, V> Source<K, V> single(ContextLoader<K, V> loader) {
        return new Single<>(loader, true);
    }

    static <K, V> Source<K, V> async(AsyncLoader<K, V> loader) {
        return new Async<>(loader);
    }

    static <K, V> Source<K, V> bulk(BulkLoader<K, V> loader) {
        return new Bulk<>(loader);
    }

    /** A loader has thrown. If its thread is interrupted, that is about this caller and not about the key. */
    private static void failed(Ask<?, ?> ask, Throwable failure) {
        if (failure instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        if (Thread.currentThread().isInterrupted()) {
            ask.abandoned(failure);
        } else {
            ask.failed(failure);
        }
    }

    private record Single<K, V>(ContextLoader<K, V> loader, boolean isTiming) implements Source<K, V> {
        @Override
        public boolean isBulk() {
            return false;
        }

        @Override
        public void load(List<Ask<K, V>> asks) {
            for (Ask<K, V> ask : asks) {
                @Nullable V value;
                try {
                    value = loader.load(ask.key(), ask.context);
                } catch (Throwable e) {
                    failed(ask, e);
                    continue;
                }
                ask.found(value);
            }
        }
    }

    private record Async<K, V>(AsyncLoader<K, V> loader) implements Source<K, V> {
        @Override
        public boolean isBulk() {
            return false;
        }

        @Override
        public boolean isTiming() {
            return true;
        }

        @Override
        public void load(List<Ask<K, V>> asks) {
            for (Ask<K, V> ask : asks) {
                CompletionStage<? extends @Nullable V> begun;
                try {
                    begun = loader.load(ask.key(), ask.context);
                    begun.whenComplete((value, failure) -> answer(ask, value, failure));
                } catch (Throwable e) {
                    failed(ask, e);
                }
            }
        }

        private void answer(Ask<K, V> ask, @Nullable V value, @Nullable Throwable failure) {
            if (failure == null) {
                ask.found(value);
            } else {
                Throwable cause = failure.getCause();
                ask.failed(failure instanceof CompletionException && cause != null ? cause : failure);
            }
        }
    }

    private record Bulk<K, V>(BulkLoader<K, V> loader) implements Source<K, V> {
        @Override
        public boolean isBulk() {
            return true;
        }

        @Override
        public boolean isTiming() {
            return false;
        }

        @Override
        public void load(List<Ask<K, V>> asks) {
            Set<K> keys = new LinkedHashSet<>();
            asks.forEach(ask -> keys.add(ask.key()));
            List<@Nullable V> found = new ArrayList<>(asks.size());
            try {
                Map<K, V> all = loader.loadAll(Collections.unmodifiableSet(keys));
                // Here, for a map of the user's may throw too.
                asks.forEach(ask -> found.add(all.get(ask.key())));
            } catch (Throwable e) {
                asks.forEach(ask -> failed(ask, e));
                return;
            }
            for (int at = 0; at < asks.size(); at++) {
                asks.get(at).found(found.get(at));
            }
        }
    }
}
