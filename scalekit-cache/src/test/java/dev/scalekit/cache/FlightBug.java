package dev.scalekit.cache;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Something that a cache might do wrong. */
enum FlightBug {
    /** What Guava does (its issue 1881): the load lands over whatever came meanwhile. */
    LANDS_WITHOUT_LOOKING("when a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> land(Lookup<String, Integer> lookup, Entry<Integer> entry, boolean isStored) {
                    return List.of(() -> {
                        world.store.put(lookup.key, entry);
                        lookup.land(entry, isStored);
                    });
                }
            };
        }
    },
    LANDS_IN_TWO_STEPS("when a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> land(Lookup<String, Integer> lookup, Entry<Integer> entry, boolean isStored) {
                    boolean[] isCurrent = {false};
                    return List.of(() -> isCurrent[0] = world.flights.land(lookup.key, lookup.flight(), null), () -> {
                        if (isCurrent[0]) {
                            world.store.put(lookup.key, entry);
                        }
                        lookup.land(entry, isStored);
                    });
                }
            };
        }
    },
    /** Nobody who waits hears of it. */
    LANDS_IN_SECRET("nobody can go on") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> land(Lookup<String, Integer> lookup, Entry<Integer> entry, boolean isStored) {
                    return List.of(() -> world.flights.land(lookup.key, lookup.flight(), entry));
                }
            };
        }
    },
    LEAVES_ITS_FLIGHT("left at the end") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> fail(Lookup<String, Integer> lookup, Throwable failure, @Nullable Entry<Integer> known) {
                    return List.of(() -> lookup.flight().fail(failure));
                }
            };
        }
    },
    /** What was known stays. */
    INVALIDATES_ONLY_LOADS("when a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> invalidate(String key) {
                    return List.of(() -> world.flights.change(key, known -> known));
                }
            };
        }
    },
    LOADS_WITHOUT_BOARDING("is loaded twice at a time") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                private final Map<String, Flight<Integer>> last = new HashMap<>();

                @Override
                Flights.Seat<Integer> board(Lookup<String, Integer> lookup, Load<?, ?> load) {
                    Flight<Integer> before = last.get(lookup.key);
                    if (before != null) {
                        world.flights.end(lookup.key, before);
                    }
                    Flights.Seat<Integer> seat = super.board(lookup, load);
                    last.put(lookup.key, seat.flight());
                    return seat;
                }
            };
        }
    },
    LOOKS_ONLY_BEFORE_IT_BOARDS("was loaded already") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                @Nullable
                Entry<Integer> knownAgain(String key) {
                    return null;
                }
            };
        }
    },
    /** What has expired since the load was begun seems to be good. */
    LOOKS_AGAIN_AT_A_TIME_OF_BEFORE("is stale, and its load has not failed") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                long nanosOfSecondLook(long startedNanos) {
                    return startedNanos;
                }
            };
        }
    },
    /** Whoever looks twice may find at the second look what was there before. */
    REFRESHES_WITH_WHAT_WAS_THERE("was there already") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                boolean isNew(Lookup<String, Integer> lookup) {
                    return true;
                }
            };
        }
    },
    /** What Caffeine does when all is invalidated while something is loaded. */
    CLEARS_THE_STORE_ONLY("when a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> clear() {
                    return List.of(world.store::clear);
                }
            };
        }
    },
    JOINS_FROM_BEFORE_A_CLEAR("is waited for by who was promised") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                private @Nullable Flight<Integer> last;

                @Override
                Flights.Seat<Integer> board(Lookup<String, Integer> lookup, Load<?, ?> load) {
                    Flight<Integer> before = last;
                    if (before != null && !before.isDone() && world.invalidations.isCleared(before.born)) {
                        return new Flights.Seat<>(before, false);
                    }
                    Flights.Seat<Integer> boarding = super.board(lookup, load);
                    last = boarding.flight();
                    return boarding;
                }
            };
        }
    },
    TAGS_COUNT_ONLY_WHEN_STORED("when a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                @Nullable
                Entry<Integer> known(String key) {
                    return world.store.peek(key);
                }

                @Override
                List<Runnable> land(Lookup<String, Integer> lookup, Entry<Integer> entry, boolean isStored) {
                    return List.of(() -> lookup.land(entry, isStored && entry.isValid(world.invalidations)));
                }
            };
        }
    },
    JOINS_FROM_BEFORE_A_TAG("when a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                boolean isGood(Lookup<String, Integer> lookup, Entry<Integer> brought) {
                    return true;
                }
            };
        }
    },
    REMOVES_BEFORE_IT_DETACHES("at the end, and served is") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> invalidate(String key) {
                    return List.of(() -> world.store.remove(key), () -> world.flights.change(key, known -> known));
                }
            };
        }
    },
    EXPIRES_WITHOUT_DETACHING("a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> expire(String key) {
                    return List.of(() -> {
                        Entry<Integer> known = world.flights.known(key);
                        if (known != null) {
                            world.store.put(key, world.expired(known));
                        }
                    });
                }
            };
        }
    },
    PUTS_WITHOUT_DETACHING("at the end, and served is") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> put(String key, int version) {
                    Entry<Integer> entry = world.entry(version, world.invalidations.number());
                    return List.of(() -> world.store.put(key, entry));
                }
            };
        }
    },
    HOLDS_BACK_WHAT_WAS_INVALIDATED("when a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> fail(Lookup<String, Integer> lookup, Throwable failure, @Nullable Entry<Integer> known) {
                    return List.of(() -> {
                        Entry<Integer> heldBack = world.heldBack(known);
                        if (heldBack != null) {
                            world.store.put(lookup.key, heldBack);
                        }
                        lookup.fail(failure, now -> now);
                    });
                }
            };
        }
    },
    /** A load that has read before the commit lands after it. */
    FENCE_LEAVES_THE_FLIGHT("when a get began that has returned") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                private int writes;

                @Override
                List<Runnable> land(Lookup<String, Integer> lookup, Entry<Integer> entry, boolean isStored) {
                    return List.of(() -> lookup.land(entry, isStored && writes == 0));
                }

                @Override
                void beginWrite(String key) {
                    writes++;
                }

                @Override
                List<Runnable> endWrite(String key, boolean isChanged) {
                    return List.of(() -> {
                        writes--;
                        if (isChanged) {
                            world.store.remove(key);
                        }
                    });
                }
            };
        }
    },
    FENCE_STORES_DURING_THE_WRITE("was stored during a write") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                void beginWrite(String key) {
                    world.flights.change(key, known -> known);
                }

                @Override
                List<Runnable> endWrite(String key, boolean isChanged) {
                    return List.of(() -> world.flights.change(key, known -> isChanged ? null : known));
                }
            };
        }
    },
    FENCE_THAT_FORGETS_TO_END("left at the end") {
        @Override
        Protocol in(World world) {
            return new Protocol(world) {
                @Override
                List<Runnable> endWrite(String key, boolean isChanged) {
                    return isChanged ? invalidate(key) : super.endWrite(key, false);
                }
            };
        }
    };

    final String accusation;

    FlightBug(String accusation) {
        this.accusation = accusation;
    }

    /** Returns the protocol with the bug. */
    abstract Protocol in(World world);

    Function<World, Protocol> protocol() {
        return this::in;
    }
}
