package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Does steps on two stores over the same rows and on a model, and compares what can be seen. Not thread-safe. */
final class ModelRun {
    private static final Key<String> PLAIN = Key.of("plain", String.class);
    private static final Key<String> MERGED =
            Key.of("merged", String.class).merge((stored, mine) -> stored + "+" + mine);
    private static final Key<String> STRICT = Key.of("strict", String.class).failOnConflict();
    private static final Key<Object> COUNT = Key.of("count", Object.class);
    private static final List<Key<?>> KEYS = List.of(PLAIN, MERGED, STRICT, COUNT);
    private static final List<String> USERS = List.of("user-1", "user-2");

    private final SessionStore here;
    private final SessionStore there;
    private final Consumer<Duration> clock;
    private final List<ModelRow> rows = new ArrayList<>();
    private final List<ModelRequest> requests = new ArrayList<>();
    private final Set<String> tokens = new HashSet<>();
    private long now;

    ModelRun(SessionStore here, SessionStore there, Consumer<Duration> clock) {
        this.here = here;
        this.there = there;
        this.clock = clock;
    }

    void run(List<ModelStep> steps) {
        for (ModelStep step : steps) {
            SessionStore store = step.here() ? here : there;
            if (requests.isEmpty() || (step.kind() == ModelStep.Kind.CREATE && rows.size() < 3)) {
                requests.add(new ModelRequest(store, store.create()));
            }
            act(step, store, requests.get(step.request() % requests.size()));
            compare(step.here() ? there : here);
        }
    }

    private void act(ModelStep step, SessionStore store, ModelRequest request) {
        switch (step.kind()) {
            case CREATE -> {}
            case FIND -> find(step, store);
            case PUT -> put(request, PLAIN, "p" + step.choice());
            case PUT_MERGED -> put(request, MERGED, "m" + step.choice() % 10);
            case PUT_STRICT -> put(request, STRICT, "s" + step.choice());
            case INCREMENT -> {
                request.session.increment("count", step.choice() % 7 - 2);
                request.pending.merge(
                        "count",
                        ModelChange.add(null, step.choice() % 7 - 2),
                        (before, more) -> ModelChange.add(before, step.choice() % 7 - 2));
            }
            case REMOVE -> {
                Key<?> key = KEYS.get(step.choice() % KEYS.size());
                request.session.remove(key);
                request.remove(key.name());
            }
            case SAVE -> save(request);
            case LOGIN -> rotate(request, USERS.get(step.choice() % USERS.size()));
            case RENEW -> rotate(request, null);
            case END -> end(request);
            case END_ALL -> endAll(store, USERS.get(step.choice() % USERS.size()), null);
            case END_OTHERS -> endAll(store, USERS.get(step.choice() % USERS.size()), request);
            case ADVANCE -> {
                now += 10;
                clock.accept(Duration.ofMinutes(10));
            }
            case CLEAN_UP -> store.cleanUp();
        }
        if (requests.size() > 6) {
            requests.remove(0);
        }
    }

    private void find(ModelStep step, SessionStore store) {
        if (rows.isEmpty()) {
            return;
        }
        ModelRow row = rows.get(step.choice() % rows.size());
        Optional<Session> found = store.find(row.token);
        assertThat(found.isPresent()).as("found").isEqualTo(row.isAlive(now));
        found.ifPresent(session -> requests.add(ModelRequest.found(store, session, row, now)));
        rows.removeIf(gone -> !gone.isAlive(now));
    }

    private static void put(ModelRequest request, Key<String> key, String value) {
        request.session.put(key, value);
        request.pending.put(key.name(), ModelChange.put(value));
    }

    private void save(ModelRequest request) {
        boolean isNew = request.row == null;
        String expected = request.save(null, null, now);
        if (expected.equals("CONFLICT")) {
            assertThatExceptionOfType(AttributeConflictException.class)
                    .isThrownBy(() -> request.store.save(request.session));
        } else {
            assertThat(request.store.save(request.session)).hasToString(expected);
        }
        stored(request, isNew);
    }

    private void rotate(ModelRequest request, @Nullable String user) {
        Session session = request.session;
        boolean isNew = request.row == null;
        Runnable rotation = user == null ? session::renew : () -> session.login(user);
        if (user != null && request.user != null && !user.equals(request.user)) {
            assertThatIllegalStateException().isThrownBy(rotation::run);
            return;
        }
        // The model is told of the new token afterwards; until then it has this one.
        String expected = request.save("new token", user, now);
        switch (expected) {
            case "SAVED" -> rotation.run();
            case "CONFLICT" ->
                assertThatExceptionOfType(AttributeConflictException.class).isThrownBy(rotation::run);
            default -> assertThatExceptionOfType(SessionEndedException.class).isThrownBy(rotation::run);
        }
        ModelRow row = request.row;
        if (expected.equals("SAVED") && row != null) {
            assertThat(session.token()).isNotEqualTo(request.token).isNotIn(tokens);
            row.token = session.token();
            request.token = session.token();
        }
        stored(request, isNew);
    }

    private void stored(ModelRequest request, boolean isNew) {
        ModelRow row = request.row;
        if (isNew && row != null) {
            rows.add(row);
        }
        tokens.add(request.session.token());
        assertThat(request.session.token()).isEqualTo(request.token);
        assertThat(request.session.user()).isEqualTo(request.user);
        assertThat(request.session.hasEnded()).isEqualTo(request.ended);
        assertThat(values(request.session)).isEqualTo(request.all());
    }

    private void end(ModelRequest request) {
        ModelRow row = request.row;
        boolean isThere = !request.ended && row != null && row.isAlive(now);
        assertThat(request.session.end()).isEqualTo(isThere);
        request.ended = true;
        if (row != null && isThere) {
            row.ended = true;
        }
    }

    private void endAll(SessionStore store, String user, @Nullable ModelRequest except) {
        int ended = 0;
        for (ModelRow row : rows) {
            boolean isSpared = except != null && except.row == row;
            if (user.equals(row.user) && row.isAlive(now) && !isSpared) {
                row.ended = true;
                ended++;
            }
        }
        assertThat(except == null ? store.endAll(user) : store.endAll(user, except.session))
                .isEqualTo(ended);
    }

    /** All tokens that anybody ever had, and all users. */
    private void compare(SessionStore store) {
        Map<String, ModelRow> alive = new TreeMap<>();
        rows.stream().filter(row -> row.isAlive(now)).forEach(row -> alive.put(row.token, row));
        for (String token : tokens) {
            Optional<Session> found = store.find(token);
            ModelRow row = alive.get(token);
            assertThat(found.isPresent()).isEqualTo(row != null);
            if (row != null) {
                assertThat(values(found.orElseThrow())).isEqualTo(row.values);
                assertThat(found.orElseThrow().user()).isEqualTo(row.user);
            }
        }
        for (String user : USERS) {
            long sessions =
                    alive.values().stream().filter(row -> user.equals(row.user)).count();
            assertThat(store.sessionsOf(user)).hasSize((int) sessions);
        }
        if (tokens.size() > 20) {
            tokens.retainAll(alive.keySet());
        }
    }

    private static Map<String, Object> values(Session session) {
        Map<String, Object> values = new TreeMap<>();
        for (String name : session.names()) {
            Object value = name.equals("count") ? (Object) session.counter(name) : text(session, name);
            if (value != null) {
                values.put(name, value);
            }
        }
        return values;
    }

    private static @Nullable String text(Session session, String name) {
        return session.get(Key.of(name, String.class));
    }
}
