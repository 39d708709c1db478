package dev.scalekit.session;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An attribute with something of everything. Immutable, if nobody changes what is in it. */
@SuppressWarnings({"ArrayRecordComponent", "NullableOptional"}) // Users will have it; null is what is not stored.
record CodecSample(
        @Nullable String name,
        int count,
        @Nullable List<@Nullable Line> lines,
        @Nullable Map<String, @Nullable Long> totals,
        @Nullable Set<? extends @Nullable Color> colors,
        @Nullable Optional<Instant> at,
        @Nullable Figure figure,
        @Nullable Object any,
        byte @Nullable [] raw) {

    record Line(
            String article,
            @Nullable BigDecimal price,
            @Nullable Line inner) {
        Line {
            requireNonNull(article, "article");
        }
    }

    enum Color {
        RED,
        GREEN {
            @Override
            public String toString() {
                return "green";
            }
        }
    }

    sealed interface Figure permits Circle, Square {}

    record Circle(double radius) implements Figure {}

    record Square(@Nullable Figure inside, char letter) implements Figure {}

    static CodecSample full() {
        Map<String, @Nullable Long> totals = new LinkedHashMap<>();
        totals.put("net", 19_000_000_000L);
        totals.put("gross", null);
        return new CodecSample(
                "Größe \uD83D\uDE00 \uFFFD",
                -7,
                Arrays.asList(line("a", "1.50"), null, new Line("b", null, line("c", "-3E+5"))),
                totals,
                new LinkedHashSet<>(List.of(Color.GREEN, Color.RED)),
                Optional.of(Instant.EPOCH),
                new Square(new Circle(0.5), 'x'),
                List.of(Set.of(), Map.of(1, List.of(line("d", "0"))), Optional.empty(), true),
                new byte[] {0, -1});
    }

    private static Line line(String article, String price) {
        return new Line(article, new BigDecimal(price), null);
    }

    /** Uses everything as what it is declared to be, as the application would; throws ClassCastException if it is not. */
    List<String> used() {
        List<String> used = new ArrayList<>();
        if (lines != null) {
            for (Line line : lines) {
                used.add(line == null ? "" : line.article());
            }
        }
        if (totals != null) {
            for (Map.Entry<String, @Nullable Long> total : totals.entrySet()) {
                String key = total.getKey();
                Long value = total.getValue();
                used.add(key + (value == null ? 0 : Long.signum(value)));
            }
        }
        if (colors != null) {
            for (Color color : colors) {
                used.add(color == null ? "" : color.name());
            }
        }
        if (at != null && at.isPresent()) {
            Instant instant = at.get();
            used.add(instant.toString());
        }
        return used;
    }
}
