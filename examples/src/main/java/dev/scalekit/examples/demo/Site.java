package dev.scalekit.examples.demo;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * The architecture as it runs now: what steps have added to it, and what closes with it.
 *
 * <p>Steps are built by one thread; looking, and closing, is thread-safe.
 */
final class Site implements AutoCloseable {
    private final Path folder;
    private final Options options;
    private final Timeline timeline;
    private final List<Component> components = new CopyOnWriteArrayList<>();
    private final List<Chart> charts = new CopyOnWriteArrayList<>();
    private final List<Experiment> experiments = new CopyOnWriteArrayList<>();
    private final List<Promise> promises = new CopyOnWriteArrayList<>();
    private final List<Preparation> preparations = new ArrayList<>();
    /** Guarded by itself; the last one is closed first. */
    private final Deque<AutoCloseable> owned = new ArrayDeque<>();

    private boolean isOpen;
    private boolean closed;

    /** What is done once, before the customers come. */
    @FunctionalInterface
    interface Preparation {
        void run() throws Exception;
    }

    /**
     * Creates an empty site.
     *
     * @param folder where its files go
     */
    Site(Path folder, Options options, Timeline timeline) {
        this.folder = folder;
        this.options = options;
        this.timeline = timeline;
    }

    /** Has something done when all steps are built, before the customers come; at once if they are there already. */
    void beforeOpening(Preparation preparation) throws Exception {
        if (isOpen) {
            preparation.run();
        } else {
            preparations.add(preparation);
        }
    }

    /** Does what is left to do before the customers come. */
    void prepare() throws Exception {
        for (Preparation preparation : preparations) {
            preparation.run();
        }
        isOpen = true;
    }

    /** Returns whether the customers are there, or about to come. */
    boolean isOpen() {
        return isOpen;
    }

    Path folder() {
        return folder;
    }

    Options options() {
        return options;
    }

    Timeline timeline() {
        return timeline;
    }

    Ticker ticker() {
        return timeline.ticker();
    }

    /** Adds a component; as each of these, it takes the place of one with the same id, which closes with the site. */
    void add(Component component) {
        add(components, component, Component::id);
    }

    void add(Chart chart) {
        add(charts, chart, Chart::id);
    }

    void add(Experiment experiment) {
        add(experiments, experiment, Experiment::id);
    }

    void add(Promise promise) {
        add(promises, promise, Promise::id);
    }

    private static <T> void add(List<T> list, T added, Function<T, String> id) {
        List<String> ids = list.stream().map(id).toList();
        int place = ids.indexOf(id.apply(added));
        if (place < 0) {
            list.add(added);
        } else {
            list.set(place, added);
        }
    }

    /** Takes a component off the picture; closing it is up to who takes it off. */
    void remove(Component component) {
        components.remove(component);
    }

    List<Component> components() {
        return components;
    }

    List<Chart> charts() {
        return charts;
    }

    List<Experiment> experiments() {
        return experiments;
    }

    /** Returns an experiment that an earlier step has added. */
    Experiment experiment(String id) {
        return experiments.stream()
                .filter(experiment -> experiment.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No step has added an experiment " + id));
    }

    List<Promise> promises() {
        return promises;
    }

    /** Returns all components of a kind. */
    <T extends Component> List<T> components(Class<T> type) {
        return components.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns the component of a kind that an earlier step has added. */
    <T extends Component> T component(Class<T> type) {
        return components(type).stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("No step has added a " + type.getSimpleName()));
    }

    /**
     * Closes something together with the site, the last that was given first. On a site that is closed already, at once.
     *
     * @return what was given
     */
    <T extends AutoCloseable> T owns(T resource) {
        synchronized (owned) {
            if (!closed) {
                owned.push(resource);
                return resource;
            }
        }
        IllegalStateException tooLate = new IllegalStateException("The demo ends");
        try {
            resource.close();
        } catch (Exception e) {
            tooLate.addSuppressed(e);
        }
        throw tooLate;
    }

    /** Closes all that steps have started. A second call waits for the first and does nothing. */
    @Override
    public void close() {
        synchronized (owned) {
            closed = true;
            List<Exception> failures = new ArrayList<>();
            while (!owned.isEmpty()) {
                try {
                    owned.pop().close();
                } catch (Exception e) {
                    failures.add(e);
                }
            }
            if (!failures.isEmpty()) {
                IllegalStateException all = new IllegalStateException("Not everything could be closed");
                failures.forEach(all::addSuppressed);
                throw all;
            }
        }
    }
}
