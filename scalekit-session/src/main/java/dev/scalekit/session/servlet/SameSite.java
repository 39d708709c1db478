package dev.scalekit.session.servlet;

/** With which requests from other sites a browser sends the cookie (RFC 6265bis, section 5.2). */
public enum SameSite {
    /** With none, also not when somebody follows a link to us from elsewhere, who then seems to be logged out. */
    STRICT("Strict"),
    /** With links that lead to us, but not with forms, frames and scripts of others. */
    LAX("Lax"),
    /** With all. Only with {@code Secure}; the application then has to defend itself against forged requests. */
    NONE("None");

    private final String text;

    SameSite(String text) {
        this.text = text;
    }

    /** As the cookie has it. */
    String text() {
        return text;
    }
}
