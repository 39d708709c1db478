package dev.scalekit.examples.demo;

/** Whoever has logged in stays logged in, whichever web server dies. Thread-safe. */
final class SessionsLost implements Promise {
    private final SessionLedger sessions;

    SessionsLost(SessionLedger sessions) {
        this.sessions = sessions;
    }

    @Override
    public String id() {
        return "sessions-lost";
    }

    @Override
    public String title() {
        return "Sessions lost";
    }

    @Override
    public String unit() {
        return "sessions begun";
    }

    @Override
    public String how() {
        return "the customers count how often they are told to log in although they have, since sessions are in the database";
    }

    @Override
    public Verdict check() {
        long lost = sessions.lostCount();
        return new Verdict(sessions.begunCount(), lost, lost == 0 ? "" : lost + " times somebody had to log in again");
    }
}
