package dev.scalekit.session;

import java.util.Base64;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What lets a client in: 256 random bits, as 43 characters of base64url (RFC 4648, section 5). Immutable. */
final class Token {
    private static final int BYTES = 32;
    private static final int CHARACTERS = 43;

    private final String text;
    private final TokenHash hash;

    private Token(String text) {
        this.text = text;
        this.hash = TokenHash.of(text);
    }

    static Token random(RandomGenerator random) {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Returns null for what was never issued: another length, another character, or bits beyond the 256. */
    static @Nullable Token parse(String text) {
        if (text.length() != CHARACTERS) {
            return null;
        }
        for (int at = 0; at < CHARACTERS; at++) {
            if (bits(text.charAt(at)) < 0) {
                return null;
            }
        }
        return (bits(text.charAt(CHARACTERS - 1)) & 0b11) == 0 ? new Token(text) : null;
    }

    /** Returns the six bits that a character stands for, or -1. */
    private static int bits(char character) {
        if (character >= 'A' && character <= 'Z') {
            return character - 'A';
        }
        if (character >= 'a' && character <= 'z') {
            return character - 'a' + 26;
        }
        if (character >= '0' && character <= '9') {
            return character - '0' + 52;
        }
        return character == '-' ? 62 : character == '_' ? 63 : -1;
    }

    /** Returns the secret. */
    String text() {
        return text;
    }

    TokenHash hash() {
        return hash;
    }

    /** Says nothing of the secret. */
    @Override
    public String toString() {
        return "token " + hash.fingerprint();
    }
}
