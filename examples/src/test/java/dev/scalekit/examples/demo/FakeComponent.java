package dev.scalekit.examples.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A box of the picture with nothing behind it: it is as a test says. Thread-safe. */
final class FakeComponent implements Component {
    private final String id;
    private final Kind kind;
    private final String label;
    private final List<Fact> facts = new CopyOnWriteArrayList<>();
    private final List<Link> links = new CopyOnWriteArrayList<>();
    private volatile Status status = new Status(State.UP, "takes requests");
    private volatile @Nullable String artificial;

    FakeComponent(String id, Kind kind, String label) {
        this.id = id;
        this.kind = kind;
        this.label = label;
    }

    FakeComponent is(State state, String text) {
        status = new Status(state, text);
        return this;
    }

    FakeComponent knows(String name, String value) {
        facts.add(new Fact(name, value));
        return this;
    }

    FakeComponent isArtificial(String why) {
        artificial = why;
        return this;
    }

    FakeComponent sends(Link link) {
        links.add(link);
        return this;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public List<Fact> facts() {
        return new ArrayList<>(facts);
    }

    @Override
    public List<Link> links() {
        return new ArrayList<>(links);
    }

    @Override
    public Optional<String> artificial() {
        return Optional.ofNullable(artificial);
    }
}
