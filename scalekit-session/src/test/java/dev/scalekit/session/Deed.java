package dev.scalekit.session;

import java.time.Duration;

/** What a request does, and what it hears of it. */
@SuppressWarnings("ImmutableEnumChecker") // The lambdas keep nothing.
enum Deed {
    PUT(request -> request.save(Scene.COLOUR)),
    PUT_WHAT_NOBODY_ELSE_DOES(request -> request.save(Key.of("of " + request.name(), String.class))),
    PUT_MERGED(request -> request.save(Scene.MERGED)),
    PUT_UNLESS_OTHERS_DO(request -> request.save(Scene.STRICT)),
    REMOVE(request -> {
        request.session().remove(Scene.COLOUR);
        return request.save();
    }),
    COUNT(request -> {
        request.session().increment(Scene.COUNTER, request.number());
        return request.save();
    }),
    COUNT_ANEW(request -> {
        request.session().remove(Key.of(Scene.COUNTER, Long.class));
        request.session().increment(Scene.COUNTER, request.number());
        return request.save();
    }),
    SHORTEN(request -> {
        request.session().idleTimeout(Duration.ofMinutes(20));
        return request.save();
    }),
    TOUCH(Request::save),
    FIND(request -> request.scene().describe(request.token())),
    LIST(request -> request.scene().list(request.store(), Scene.USER)),
    LOGIN(request -> request.login(Scene.USER)),
    LOGIN_OF_ANOTHER(request -> request.login(Scene.ANOTHER)),
    RENEW(request -> {
        request.session().renew();
        return "renewed";
    }),
    NEW(request -> request.begin().save()),
    NEW_LOGIN(request -> request.begin().login(Scene.USER)),
    END(request -> "" + request.session().end()),
    END_BY_REFERENCE(request -> "" + request.store().end(request.session().ref())),
    END_OF_THE_USER(
            request -> "" + request.store().end(Scene.USER, request.session().ref())),
    END_ALL(request -> "" + request.store().endAll(Scene.USER)),
    END_OTHERS(request -> "" + request.store().endAll(Scene.USER, request.session())),
    END_EVERYBODY(request -> "" + request.store().endAll()),
    /** What somebody else has locked is left for the next time, so nobody can say how many there are. */
    CLEAN_UP(request -> {
        request.store().cleanUp();
        return "cleaned up";
    });

    private final Act act;

    Deed(Act act) {
        this.act = act;
    }

    /** Does it, and returns what whoever does it hears. */
    @FunctionalInterface
    private interface Act {
        String by(Request request);
    }

    /** Returns what was heard; of what was refused, the name of the exception, if it is one that is documented for that. */
    String by(Request request) {
        try {
            return act.by(request);
        } catch (AttributeConflictException
                | SessionEndedException
                | TooManySessionsException
                | IllegalStateException e) {
            return e.getClass().getSimpleName();
        }
    }

    boolean logsIn() {
        return this == LOGIN || this == LOGIN_OF_ANOTHER || this == NEW_LOGIN;
    }

    /** Tells whether the client gets another token. */
    boolean rotates() {
        return this == LOGIN || this == LOGIN_OF_ANOTHER || this == RENEW;
    }

    boolean endsMany() {
        return this == END_ALL || this == END_OTHERS || this == END_EVERYBODY;
    }
}
