package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every store can be told. Bad values are refused by the method, bad pairs by {@code build()}. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class SessionStoreBuilder<B extends SessionStoreBuilder<B>>
        permits InMemorySessionStoreBuilder, JdbcSessionStoreBuilder {
    private static final Duration DEFAULT_TOUCH = Duration.ofSeconds(60);
    private static final int LARGEST_ATTRIBUTE = 16 << 20;
    private static final int LARGEST_SESSION = 64 << 20;

    private String name = "sessions";
    private Duration idleTimeout = Duration.ofMinutes(30);
    private Duration absoluteTimeout = Duration.ofHours(12);
    private @Nullable Duration touchEvery;
    private int maximumPerUser = Integer.MAX_VALUE;
    private WhenExceeded whenExceeded = WhenExceeded.END_OLDEST;
    private Codec codec = Codec.standard();
    private int maximumAttributeBytes = 64 << 10;
    private int maximumSessionBytes = 1 << 20;
    private Duration cleanupEvery = Duration.ofMinutes(1);
    private final List<SessionListener> listeners = new ArrayList<>();

    SessionStoreBuilder() {}

    abstract B self();

    /** Names the store in its thread and its log. 1 to 64 characters; {@code sessions} by default. */
    public B name(String name) {
        this.name = Bounds.requireText(name, "name", 64);
        return self();
    }

    /**
     * For how long a session may be unused: from a second to a year, 30 minutes by default, as servlet containers do. OWASP
     * recommends 15 to 30 minutes for low-risk applications, 2 to 5 for high-value ones (Session Management Cheat Sheet).
     */
    public B idleTimeout(Duration timeout) {
        this.idleTimeout = Bounds.requireBetween(
                timeout, "idleTimeout", SessionOptions.SHORTEST_TIMEOUT, SessionOptions.LONGEST_TIMEOUT);
        return self();
    }

    /**
     * How long a session lives at most, however much it is used, from its creation or its last login: from the idle timeout to
     * a year, 12 hours by default, a long day of work (NIST SP 800-63B, revision 3, section 4.2.3, asks for that at its second level).
     */
    public B absoluteTimeout(Duration timeout) {
        this.absoluteTimeout = Bounds.requireBetween(
                timeout, "absoluteTimeout", SessionOptions.SHORTEST_TIMEOUT, SessionOptions.LONGEST_TIMEOUT);
        return self();
    }

    /**
     * How often it is noted that a session is in use, if nothing else is written: a session that is used lives shorter than its
     * idle timeout by at most this. From zero (at each save) to half of the idle timeout. By default a minute, or a tenth of the
     * idle timeout if that is less.
     */
    public B touchEvery(Duration interval) {
        this.touchEvery = Bounds.requireBetween(interval, "touchEvery", Duration.ZERO, SessionOptions.LONGEST_TIMEOUT);
        return self();
    }

    /**
     * How many sessions a user may be logged in with, at least 1, and what a login does that would exceed it. Unlimited by
     * default. With a limit, logins of one user wait for each other, and a login takes two or three more statements, and a commit.
     */
    public B maximumPerUser(int sessions, WhenExceeded then) {
        this.maximumPerUser = Bounds.requireBetween(sessions, "maximumPerUser", 1, Integer.MAX_VALUE);
        this.whenExceeded = requireNonNull(then, "then");
        return self();
    }

    /** How values become bytes. By default {@link Codec#standard()}, which knows the usual types, and records and enums by key. */
    public B codec(Codec codec) {
        this.codec = requireNonNull(codec, "codec");
        return self();
    }

    /**
     * How big the encoded value of an attribute may be: from 1 to 16,777,216 bytes, 65,536 by default. All attributes are read
     * with each request.
     */
    public B maximumAttributeBytes(int bytes) {
        this.maximumAttributeBytes = Bounds.requireBetween(bytes, "maximumAttributeBytes", 1, LARGEST_ATTRIBUTE);
        return self();
    }

    /**
     * How big all attributes of a session may be together, with their names: from the size of one to 67,108,864 bytes,
     * 1,048,576 by default. Requests at once may exceed it by what each of them adds.
     */
    public B maximumSessionBytes(int bytes) {
        this.maximumSessionBytes = Bounds.requireBetween(bytes, "maximumSessionBytes", 1, LARGEST_SESSION);
        return self();
    }

    /**
     * How often the store removes sessions whose time is over, with a thread of its own: from a second to a day, a minute by
     * default. Each server may do so, at about the same time.
     */
    public B cleanupEvery(Duration interval) {
        this.cleanupEvery = Bounds.requireBetween(interval, "cleanupEvery", Duration.ofSeconds(1), Duration.ofDays(1));
        return self();
    }

    /** Leaves cleaning up to somebody who calls {@link SessionStore#cleanUp()}; the store then has no thread. */
    public B cleanupByCaller() {
        this.cleanupEvery = Duration.ZERO;
        return self();
    }

    /** Adds a listener, which hears of everything from the beginning. See {@link SessionStore#listen}. */
    public B listener(SessionListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
        return self();
    }

    final SessionOptions options(InstantSource clock) {
        if (absoluteTimeout.compareTo(idleTimeout) < 0) {
            throw new IllegalArgumentException(
                    "absoluteTimeout must be at least idleTimeout, " + idleTimeout + ": " + absoluteTimeout);
        }
        Duration half = idleTimeout.dividedBy(2);
        Duration touch = touchEvery == null ? defaultTouch() : touchEvery;
        if (touch.compareTo(half) > 0) {
            throw new IllegalArgumentException(
                    "touchEvery must be at most half of idleTimeout, " + half + ": " + touch);
        }
        if (maximumSessionBytes < maximumAttributeBytes) {
            throw new IllegalArgumentException("maximumSessionBytes must be at least maximumAttributeBytes, "
                    + maximumAttributeBytes + ": " + maximumSessionBytes);
        }
        return new SessionOptions(
                name,
                idleTimeout,
                absoluteTimeout,
                touch,
                maximumPerUser,
                whenExceeded,
                codec,
                new SessionLimits(maximumAttributeBytes, maximumSessionBytes),
                cleanupEvery,
                listeners,
                clock,
                Ticker.system());
    }

    private Duration defaultTouch() {
        Duration tenth = idleTimeout.dividedBy(10);
        return tenth.compareTo(DEFAULT_TOUCH) < 0 ? tenth : DEFAULT_TOUCH;
    }
}
