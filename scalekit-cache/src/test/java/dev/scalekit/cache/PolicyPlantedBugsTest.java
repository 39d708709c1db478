package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.testkit.Tally;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Plants bugs in policies and stores; the check that the right ones pass must find each. */
final class PolicyPlantedBugsTest {
    private static final int MAXIMUM = 12;
    private static final int CASES = 20;
    private static final int STEPS = 1_000;

    private static void requireFound(
            Eviction eviction,
            String accusation,
            Function<Store.Evicted<Integer, Integer>, Store<Integer, Integer>> stores) {
        try (Tally planted = Tally.of("cache.planted-bugs", PolicyModelTest.SEED)) {
            planted.count(() -> assertThatThrownBy(
                            () -> PolicyRun.check(PolicyModelTest.SEED, CASES, STEPS, eviction, MAXIMUM, stores))
                    .isInstanceOf(AssertionError.class)
                    .hasStackTraceContaining(accusation));
        }
    }

    /** Something that a policy might do wrong. */
    enum PolicyBug {
        REMOVED_STAYS_IN_THE_LINE(Eviction.FIFO, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                return new PlantedPolicy<>(new Fifo<>()) {
                    @Override
                    void remove(Node<Integer, Integer> node) {}
                };
            }
        },
        NEWEST_EVICTED(Eviction.FIFO, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                Fifo<Integer, Integer> fifo = new Fifo<>();
                return new PlantedPolicy<>(fifo) {
                    @Override
                    Node<Integer, Integer> victim() {
                        List<Node<Integer, Integer>> nodes = Consistency.nodes(fifo.line);
                        return nodes.get(nodes.size() - 1);
                    }
                };
            }
        },
        HAND_STAYS_AT_WHAT_IS_REMOVED(Eviction.SIEVE, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                Sieve<Integer, Integer> sieve = new Sieve<>(MAXIMUM);
                return new PlantedPolicy<>(sieve) {
                    @Override
                    void remove(Node<Integer, Integer> node) {
                        Link<Integer, Integer> hand = sieve.hand;
                        super.remove(node);
                        sieve.hand = hand;
                    }
                };
            }
        },
        HAND_BEGINS_ANEW(Eviction.SIEVE, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                Sieve<Integer, Integer> sieve = new Sieve<>(MAXIMUM);
                return new PlantedPolicy<>(sieve) {
                    @Override
                    Node<Integer, Integer> victim() {
                        sieve.hand = sieve.line;
                        return super.victim();
                    }
                };
            }
        },
        SPARED_KEEPS_ITS_MARK(Eviction.SIEVE, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                Sieve<Integer, Integer> sieve = new Sieve<>(MAXIMUM);
                return new PlantedPolicy<>(sieve) {
                    @Override
                    Node<Integer, Integer> victim() {
                        List<Node<Integer, Integer>> marked = Consistency.nodes(sieve.line).stream()
                                .filter(node -> node.mark != 0)
                                .toList();
                        Node<Integer, Integer> victim = super.victim();
                        marked.forEach(node -> node.mark = 1);
                        return victim;
                    }
                };
            }
        },
        SIEVE_FORGETS_HITS(Eviction.SIEVE, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                return withoutHits(new Sieve<>(MAXIMUM));
            }
        },
        S3_FIFO_FORGETS_HITS(Eviction.S3_FIFO, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                return withoutHits(new S3Fifo<>(MAXIMUM));
            }
        },
        LRU_FORGETS_HITS(Eviction.LRU, "last use of what was evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                return withoutHits(new Lru<>(MAXIMUM));
            }
        },
        LFU_FORGETS_HITS(Eviction.LFU, "count of what was evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                return withoutHits(new Lfu<>(MAXIMUM));
            }
        },
        ONE_HIT_COUNTS_AS_THREE(Eviction.S3_FIFO, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                return new PlantedPolicy<>(new S3Fifo<>(MAXIMUM)) {
                    @Override
                    short marked(short mark) {
                        return 3;
                    }
                };
            }
        },
        GHOSTS_ARE_STRANGERS(Eviction.S3_FIFO, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                S3Fifo<Integer, Integer> s3Fifo = new S3Fifo<>(MAXIMUM);
                return new PlantedPolicy<>(s3Fifo) {
                    @Override
                    void add(Node<Integer, Integer> node) {
                        s3Fifo.ghosts.remove(node.key.hashCode());
                        super.add(node);
                    }
                };
            }
        },
        REMOVED_BECOMES_A_GHOST(Eviction.S3_FIFO, "evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                S3Fifo<Integer, Integer> s3Fifo = new S3Fifo<>(MAXIMUM);
                return new PlantedPolicy<>(s3Fifo) {
                    @Override
                    void remove(Node<Integer, Integer> node) {
                        super.remove(node);
                        s3Fifo.ghosts.add(node.key.hashCode());
                    }
                };
            }
        },
        SMALL_LINE_MISCOUNTED(Eviction.S3_FIFO, "size of the small line") {
            @Override
            Policy<Integer, Integer> plant() {
                S3Fifo<Integer, Integer> s3Fifo = new S3Fifo<>(MAXIMUM);
                return new PlantedPolicy<>(s3Fifo) {
                    @Override
                    void remove(Node<Integer, Integer> node) {
                        node.leave();
                    }
                };
            }
        },
        GENERATIONS_TOO_LONG(Eviction.LRU, "last use of what was evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                return new PlantedPolicy<>(new Lru<>(1_000 * MAXIMUM));
            }
        },
        COUNTS_THAT_NEVER_AGE(Eviction.LFU, "count of what was evicted") {
            @Override
            Policy<Integer, Integer> plant() {
                return new PlantedPolicy<>(new Lfu<>(1_000 * MAXIMUM));
            }
        };

        private final Eviction eviction;
        private final String accusation;

        PolicyBug(Eviction eviction, String accusation) {
            this.eviction = eviction;
            this.accusation = accusation;
        }

        abstract Policy<Integer, Integer> plant();

        private static Policy<Integer, Integer> withoutHits(Policy<Integer, Integer> right) {
            return new PlantedPolicy<>(right) {
                @Override
                short marked(short mark) {
                    return mark;
                }
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_policy_that_does_something_else_is_found(PolicyBug bug) {
        requireFound(bug.eviction, bug.accusation, noted -> new PolicyStore<>(MAXIMUM, bug::plant, noted));
    }

    /** Something that a store might do wrong, with whatever policy. */
    enum StoreBug {
        LOOKING_IS_A_USE("last use of what was evicted") {
            @Override
            Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted) {
                return new PlantedStore(evicted) {
                    @Override
                    public @Nullable Entry<Integer> peek(Integer key) {
                        return get(key);
                    }
                };
            }
        },
        STORING_ANEW_IS_A_USE("last use of what was evicted") {
            @Override
            Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted) {
                return new PlantedStore(evicted) {
                    @Override
                    public void put(Integer key, Entry<Integer> entry) {
                        get(key);
                        super.put(key, entry);
                    }
                };
            }
        },
        ANY_ENTRY_IS_REMOVED("size") {
            @Override
            Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted) {
                return new PlantedStore(evicted) {
                    @Override
                    public void remove(Integer key, Entry<Integer> entry) {
                        remove(key);
                    }
                };
            }
        },
        EVICTION_TOLD_TWICE("evicted for") {
            @Override
            Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted) {
                return new PlantedStore((key, entry) -> {
                    evicted.evicted(key, entry);
                    evicted.evicted(key, entry);
                });
            }
        },
        EVICTION_NOT_TOLD("evicted for") {
            @Override
            Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted) {
                return new PlantedStore((key, entry) -> {});
            }
        },
        REMOVAL_TOLD("evicted for") {
            @Override
            Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted) {
                return new PlantedStore(evicted) {
                    @Override
                    public void remove(Integer key) {
                        Entry<Integer> known = peek(key);
                        if (known != null) {
                            evicted.evicted(key, known);
                        }
                        super.remove(key);
                    }
                };
            }
        },
        ONE_TOO_MANY("evicted for") {
            @Override
            Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted) {
                return new PlantedStore(new PolicyStore<>(MAXIMUM + 1, () -> new Lru<>(MAXIMUM), evicted));
            }
        },
        POLICY_OUTLIVES_CLEAR("evicted") {
            @Override
            Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted) {
                Policy<Integer, Integer> only = new Lru<>(MAXIMUM);
                Supplier<Policy<Integer, Integer>> policies = () -> only;
                return new PlantedStore(new PolicyStore<>(MAXIMUM, policies, evicted));
            }
        };

        private final String accusation;

        StoreBug(String accusation) {
            this.accusation = accusation;
        }

        abstract Store<Integer, Integer> plant(Store.Evicted<Integer, Integer> evicted);
    }

    @ParameterizedTest
    @EnumSource
    void a_store_that_does_something_else_is_found(StoreBug bug) {
        requireFound(Eviction.LRU, bug.accusation, bug::plant);
    }

    /** Does what a right store does, but for what a bug changes. Thread-safe. */
    private static class PlantedStore implements Store<Integer, Integer> {
        private final Store<Integer, Integer> right;

        PlantedStore(Store.Evicted<Integer, Integer> evicted) {
            this(Stores.bySize(Eviction.LRU, MAXIMUM, evicted));
        }

        PlantedStore(Store<Integer, Integer> right) {
            this.right = right;
        }

        @Override
        public @Nullable Entry<Integer> get(Integer key) {
            return right.get(key);
        }

        @Override
        public @Nullable Entry<Integer> peek(Integer key) {
            return right.peek(key);
        }

        @Override
        public void put(Integer key, Entry<Integer> entry) {
            right.put(key, entry);
        }

        @Override
        public void remove(Integer key) {
            right.remove(key);
        }

        @Override
        public void remove(Integer key, Entry<Integer> entry) {
            right.remove(key, entry);
        }

        @Override
        public void clear() {
            right.clear();
        }

        @Override
        public long size() {
            return right.size();
        }

        @Override
        public long weight() {
            return right.weight();
        }

        @Override
        public Iterator<Map.Entry<Integer, Entry<Integer>>> entries() {
            return right.entries();
        }
    }
}
