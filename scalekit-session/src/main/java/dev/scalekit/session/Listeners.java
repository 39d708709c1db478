package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners, none of which can do harm by what it throws. Thread-safe. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(SessionStore.class);
    private static final int NAMES_WARNED_OF = 100;

    private final String store;
    private final List<Entry> entries;
    /** Attributes that were warned of: each one once, since each request of each user would be told of it. */
    private final Set<String> warnedOf = ConcurrentHashMap.newKeySet();

    Listeners(String store, List<SessionListener> listeners) {
        this.store = store;
        this.entries =
                new CopyOnWriteArrayList<>(listeners.stream().map(Entry::new).toList());
    }

    Registration add(SessionListener listener) {
        requireNonNull(listener, "listener");
        Entry entry = new Entry(listener);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    void tell(Consumer<SessionListener> event) {
        for (Entry entry : entries) {
            try {
                event.accept(entry.listener);
            } catch (Throwable e) {
                // Also an Error: it is the user's, and what it was told of is done.
                LOG.warn("{}: a listener threw; what it was told of is done all the same", store, e);
            }
        }
    }

    /** What a codec says may have control characters of the value in it, and listeners log it as this does. */
    void dropped(SessionRef session, String name, String reason) {
        String printable = Bounds.printable(reason);
        if (warnedOf.size() < NAMES_WARNED_OF && warnedOf.add(name)) {
            LOG.warn(
                    "{}: attribute \"{}\" of session {} cannot be decoded, and requests go on without it: {}. Said once for"
                            + " each attribute",
                    store,
                    name,
                    session,
                    printable);
        }
        tell(listener -> listener.attributeDropped(session, name, printable));
    }

    /** One registration: a listener may be added twice. Equal to itself only. */
    private static final class Entry {
        final SessionListener listener;

        Entry(SessionListener listener) {
            this.listener = listener;
        }
    }
}
