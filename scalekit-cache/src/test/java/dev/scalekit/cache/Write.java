package dev.scalekit.cache;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** Writes to the database, has the cache know, and says that it is done. Not thread-safe. */
final class Write implements Act {
    private final World world;
    private final Row row;
    private final Kind kind;
    private final Deque<Runnable> left = new ArrayDeque<>();
    private int written;
    private int told = -1;

    enum Kind {
        INVALIDATE,
        EXPIRE,
        TAG,
        CLEAR,
        PUT,
        FENCE,
        /** A write that comes to nothing. */
        ROLLBACK
    }

    Write(World world, Kind kind) {
        this.world = world;
        this.row = world.row(World.KEY);
        this.kind = kind;
        if (kind == Kind.FENCE || kind == Kind.ROLLBACK) {
            left.add(this::begin);
        }
        if (kind == Kind.ROLLBACK) {
            left.addAll(telling());
        } else {
            left.add(this::write);
        }
    }

    @Override
    public boolean isOver() {
        return left.isEmpty();
    }

    @Override
    public boolean isReady() {
        return !isOver();
    }

    @Override
    public void step() {
        left.remove().run();
    }

    private void begin() {
        world.protocol.beginWrite(World.KEY);
        world.fenced(1);
        row.voided();
    }

    private void write() {
        written = row.write();
        telling().forEach(left::add);
        // Acknowledged in the very step that ends it, as nothing else could be harder to keep.
        Runnable last = left.removeLast();
        left.add(() -> {
            last.run();
            row.acknowledge(written, kind == Kind.EXPIRE);
            if (kind != Kind.TAG) {
                row.told(told);
            }
        });
    }

    private List<Runnable> telling() {
        List<Runnable> steps = switch (kind) {
            case INVALIDATE -> world.protocol.invalidate(World.KEY);
            case EXPIRE -> world.protocol.expire(World.KEY);
            case TAG -> world.protocol.tag();
            case CLEAR -> world.protocol.clear();
            case PUT -> world.protocol.put(World.KEY, written);
            case FENCE -> world.protocol.endWrite(World.KEY, true);
            case ROLLBACK -> world.protocol.endWrite(World.KEY, false);
        };
        return steps.stream().<Runnable>map(step -> () -> tell(step)).toList();
    }

    private void tell(Runnable step) {
        step.run();
        int generation = kind == Kind.CLEAR || kind == Kind.TAG ? world.allVoided() : row.voided();
        if (told < 0) {
            told = generation;
        }
        if (kind == Kind.FENCE || kind == Kind.ROLLBACK) {
            world.fenced(-1);
        }
    }

    @Override
    public String toString() {
        return kind.toString();
    }
}
