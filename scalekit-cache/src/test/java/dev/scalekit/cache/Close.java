package dev.scalekit.cache;

/** Ends a cache, as {@link Boarding#close} does. Not thread-safe. */
final class Close implements Act {
    private final World world;
    private int steps;

    Close(World world) {
        this.world = world;
    }

    @Override
    public boolean isOver() {
        return steps == 2;
    }

    @Override
    public boolean isReady() {
        return !isOver();
    }

    @Override
    public void step() {
        if (steps == 0) {
            world.closed();
        } else {
            world.flights.close();
            world.allVoided();
        }
        steps++;
    }

    @Override
    public String toString() {
        return "CLOSE";
    }
}
