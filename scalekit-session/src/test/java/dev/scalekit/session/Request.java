package dev.scalekit.session;

import org.jspecify.annotations.Nullable;

/**
 * A request on a server, which has found its session already.
 *
 * @param name A or B
 * @param session its copy, as it was when it was found
 * @param token that the client has brought
 */
record Request(Scene scene, String name, StoredSessions store, Session session, String token) {
    /** Other ones for A and for B, so that a sum tells who has counted. */
    long number() {
        return name.equals("A") ? 1 : 10;
    }

    String save() {
        return store.save(session).name();
    }

    String save(Key<String> key) {
        session.put(key, name);
        return save();
    }

    String login(String user) {
        session.login(user);
        return "logged in";
    }

    /** Returns a later request of the same client to the same server; null if nobody knows it any more. */
    @Nullable
    Request again() {
        return store.find(token)
                .map(found -> new Request(scene, name, store, found, token))
                .orElse(null);
    }

    /** Returns a request of a client that nobody knows yet. */
    Request begin() {
        Session begun = store.create();
        scene.know("new of " + name, begun);
        return new Request(scene, name, store, begun, begun.token());
    }
}
