package dev.scalekit.cache;

import org.junit.jupiter.api.Nested;

/** Every store does what stores do. */
final class StoresTest {

    abstract static class OfEviction extends StoreContract {
        private final Eviction eviction;

        OfEviction(Eviction eviction) {
            this.eviction = eviction;
        }

        @Override
        <K> Store<K, Integer> store(long maximum, Store.Evicted<? super K, Integer> evicted) {
            return Stores.bySize(eviction, maximum, evicted::evicted);
        }
    }

    @Nested
    final class OfWTinyLfu extends OfEviction {
        OfWTinyLfu() {
            super(Eviction.W_TINY_LFU);
        }
    }

    @Nested
    final class OfWeight extends StoreContract {
        @Override
        <K> Store<K, Integer> store(long maximum, Store.Evicted<? super K, Integer> evicted) {
            return Stores.byWeight(maximum, evicted::evicted);
        }
    }

    @Nested
    final class OfLru extends OfEviction {
        OfLru() {
            super(Eviction.LRU);
        }
    }

    @Nested
    final class OfLfu extends OfEviction {
        OfLfu() {
            super(Eviction.LFU);
        }
    }

    @Nested
    final class OfFifo extends OfEviction {
        OfFifo() {
            super(Eviction.FIFO);
        }
    }

    @Nested
    final class OfSieve extends OfEviction {
        OfSieve() {
            super(Eviction.SIEVE);
        }
    }

    @Nested
    final class OfS3Fifo extends OfEviction {
        OfS3Fifo() {
            super(Eviction.S3_FIFO);
        }
    }
}
