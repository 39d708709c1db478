package dev.scalekit.session;

import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Makes tokens of every kind that a client may send. Not thread-safe. */
final class HostileTokens {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final List<String> FIXED = List.of(
            "",
            "\0",
            "null",
            "' OR '1'='1",
            "'; DROP TABLE \"scalekit_session\"; --",
            "\" OR 1=1",
            "../../../etc/passwd",
            "%00",
            "%",
            "_",
            "*",
            "\r\nSet-Cookie: x=y",
            "0".repeat(64),
            "=".repeat(43),
            " ".repeat(43),
            "\0".repeat(43),
            "\ud83d".repeat(43),
            "😀".repeat(43));
    /** What looks like a letter or is made one by a careless comparison. */
    private static final String LOOK_ALIKES = "АВЕКМНОРСТХаеорсухІіѕКſｄＡ١߀Ⅰ−‐–＿ǅß";

    private final RandomGenerator random;
    private final String real;

    HostileTokens(RandomGenerator random, String real) {
        this.random = random;
        this.real = real;
    }

    String next() {
        return switch (random.nextInt(16)) {
            case 0 -> random.nextInt(1_000) == 0 ? "A".repeat(1 << 20) : FIXED.get(random.nextInt(FIXED.size()));
            case 1 -> anything(random.nextInt(100));
            case 2 -> anything(43);
            case 3 -> letters(random.nextInt(30, 60));
            case 4, 5 -> letters(42) + "AEIMQUYcgkosw048".charAt(random.nextInt(16));
            case 6 -> base64();
            case 7 -> uuid();
            case 8 -> real.substring(0, random.nextInt(43));
            case 9 -> real + (char) random.nextInt(1, 0x10000);
            case 10 -> replaced(LOOK_ALIKES.charAt(random.nextInt(LOOK_ALIKES.length())));
            case 11 -> sameBytes();
            case 12 -> otherCase();
            default -> otherwise(ALPHABET.charAt(random.nextInt(64)));
        };
    }

    private String anything(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        }
        return text.toString();
    }

    private String letters(int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(ALPHABET.charAt(random.nextInt(64)));
        }
        return text.toString();
    }

    private String base64() {
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        return random.nextBoolean()
                ? Base64.getEncoder().encodeToString(bytes)
                : Base64.getUrlEncoder().encodeToString(bytes);
    }

    private String uuid() {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }

    private String replaced(char by) {
        return replaced(by, random.nextInt(43));
    }

    private String otherwise(char by) {
        int at = random.nextInt(43);
        return real.charAt(at) == by ? real.substring(1) : replaced(by, at);
    }

    private String replaced(char by, int at) {
        return real.substring(0, at) + by + real.substring(at + 1);
    }

    /** The real one but for the two bits that a decoder may ignore. */
    private String sameBytes() {
        int last = ALPHABET.indexOf(real.charAt(42));
        return real.substring(0, 42) + ALPHABET.charAt(last | random.nextInt(1, 4));
    }

    private String otherCase() {
        int at = random.nextInt(43);
        char character = real.charAt(at);
        char other =
                Character.isLowerCase(character) ? Character.toUpperCase(character) : Character.toLowerCase(character);
        return character == other ? real + "=" : replaced(other, at);
    }
}
