package dev.scalekit.session.servlet;

import static java.util.Objects.requireNonNull;

import dev.scalekit.session.SessionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EventListener;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Builds a {@link SessionFilter}. Bad values are refused by the method, bad pairs by {@link #build()}. Not thread-safe. */
public final class SessionFilterBuilder {
    static final String DEFAULT_NAME = "__Host-id";
    /** A token of RFC 9110, section 5.6.2, which names of cookies and of headers are. */
    private static final Pattern NAME = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");

    private static final Pattern PATH = Pattern.compile("/[\\x21-\\x7E&&[^;,]]{0,255}");
    private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?");
    private static final Duration LONGEST_AGE = Duration.ofDays(365);

    private final SessionStore store;
    private final List<EventListener> listeners = new ArrayList<>();
    private String name = DEFAULT_NAME;
    private boolean secure = true;
    private String path = "/";
    private @Nullable String domain;
    private SameSite sameSite = SameSite.LAX;
    private @Nullable Duration maxAge;
    private @Nullable String header;
    /** The option of a cookie that was set last, with its value. */
    private @Nullable String ofCookie;

    SessionFilterBuilder(SessionStore store) {
        this.store = requireNonNull(store, "store");
    }

    /**
     * Names the cookie: 1 to 64 characters that a header's name may have, {@code __Host-id} by default. Browsers take a cookie
     * that begins with {@code __Host-} only from the host itself, over TLS, for all of its paths, so that no neighbour in the
     * domain can plant one (RFC 6265bis, section 4.1.3).
     */
    public SessionFilterBuilder cookie(String name) {
        this.name = require(name, "cookie", NAME, "1 to 64 letters, digits and signs of a header's name");
        this.secure = true;
        return ofCookie("cookie", name);
    }

    /**
     * For development without TLS only: a cookie without {@code Secure}, whose name has no prefix that asks for it. Whoever can
     * listen on the way has the session. Browsers that take {@code localhost} for safe need this not even there.
     */
    public SessionFilterBuilder insecureCookie(String name) {
        cookie(name);
        this.secure = false;
        return this;
    }

    /** For which paths the cookie is: {@code /} by default. Starts with a slash; up to 256 characters without blank, comma, semicolon. */
    public SessionFilterBuilder path(String path) {
        this.path = require(path, "path", PATH, "a slash and up to 255 characters without blanks, commas, semicolons");
        return ofCookie("path", path);
    }

    /** Gives the cookie to all hosts of a domain; by default only the host that set it has it. */
    public SessionFilterBuilder domain(String domain) {
        this.domain = require(domain, "domain", DOMAIN, "1 to 253 letters, digits, dots and hyphens");
        return ofCookie("domain", domain);
    }

    /** With which requests from other sites the cookie is sent: {@link SameSite#LAX} by default. */
    public SessionFilterBuilder sameSite(SameSite sameSite) {
        this.sameSite = requireNonNull(sameSite, "sameSite");
        return ofCookie("sameSite", sameSite);
    }

    /**
     * How long a browser keeps the cookie after the session got its token: from a second to a year. By default until it is
     * closed. It is not sent anew while the token stays the same: take the absolute timeout of the store, or more.
     */
    public SessionFilterBuilder maxAge(Duration maxAge) {
        requireNonNull(maxAge, "maxAge");
        if (maxAge.compareTo(Duration.ofSeconds(1)) < 0 || maxAge.compareTo(LONGEST_AGE) > 0) {
            throw new IllegalArgumentException("maxAge must be from PT1S to " + LONGEST_AGE + ": " + maxAge);
        }
        this.maxAge = maxAge;
        return ofCookie("maxAge", maxAge);
    }

    private SessionFilterBuilder ofCookie(String option, Object value) {
        ofCookie = option + " " + value;
        return this;
    }

    /**
     * Takes the token from a header of the request instead of a cookie, and gives it in a header of the same name: for clients
     * that are no browsers. A response has it only when the token is new, and an empty one when the session was ended. The
     * options of a cookie are refused beside it.
     *
     * @param name 1 to 64 characters that a header's name may have, {@code X-Session-Token} for example
     */
    public SessionFilterBuilder header(String name) {
        this.header = require(name, "header", NAME, "1 to 64 letters, digits and signs of a header's name");
        return this;
    }

    /**
     * Adds a listener: filters cannot ask a container for those that it has. Called on the thread that does what it is told
     * of, without a lock, several at once if there are several threads; it may block, and use the session. What it throws is
     * logged and changes nothing.
     *
     * @param listener one or more of {@code HttpSessionListener}, {@code HttpSessionAttributeListener} and {@code
     *     HttpSessionIdListener}
     */
    public SessionFilterBuilder listener(EventListener listener) {
        listeners.add(ServletEvents.requireKnown(listener));
        return this;
    }

    /**
     * Builds the filter.
     *
     * @throws IllegalArgumentException if a cookie's prefix and its attributes contradict each other, or there are options of
     *     a cookie beside a header
     */
    public SessionFilter build() {
        return new SessionFilter(store, transport(), new ServletEvents(listeners));
    }

    private Transport transport() {
        if (header != null && ofCookie != null) {
            throw new IllegalArgumentException(
                    "header must be alone, or there must be none: " + header + " and " + ofCookie);
        }
        if (header != null) {
            return new HeaderTransport(header);
        }
        String lower = name.toLowerCase(Locale.ROOT);
        if (!secure && (lower.startsWith("__host-") || lower.startsWith("__secure-"))) {
            throw new IllegalArgumentException("insecureCookie must have no prefix that asks for Secure: " + name);
        }
        if (lower.startsWith("__host-") && (domain != null || !path.equals("/"))) {
            throw new IllegalArgumentException("cookie with the prefix __Host- must have the path / and no domain: "
                    + name + ", path " + path + ", domain " + domain);
        }
        if (sameSite == SameSite.NONE && !secure) {
            throw new IllegalArgumentException("sameSite must be LAX or STRICT for insecureCookie: " + sameSite);
        }
        return new CookieTransport(name, path, domain, secure, sameSite, maxAge);
    }

    private static String require(String text, String name, Pattern pattern, String what) {
        requireNonNull(text, name);
        if (!pattern.matcher(text).matches()) {
            throw new IllegalArgumentException(name + " must be " + what + ": " + printable(text));
        }
        return text;
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7E]", "?");
    }
}
