package dev.scalekit.session;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatObject;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.scalekit.session.CodecSample.Color;
import dev.scalekit.session.CodecSample.Figure;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is encoded comes back, equal and as a copy. */
final class BinaryCodecTest {
    private static final BinaryCodec CODEC = Codec.standard();

    private record Cart(List<Item> items, Optional<Coupon> coupon) {}

    private record Item(String article, BigDecimal price, int count) {}

    private record Coupon(DayOfWeek day) {}

    private record Primitives(boolean a, byte b, short c, char d, int e, long f, float g, double h) {}

    private record Nothing() {}

    private record Page<T extends Comparable<T>>(
            List<? extends T> rows, @Nullable Page<T> next) {}

    static Stream<Object> scalars() {
        return Stream.of(
                "",
                "a",
                "ß\uD83D\uDE00\u0000",
                "x".repeat(100_000),
                "\uFFFD",
                true,
                false,
                Byte.MIN_VALUE,
                Byte.MAX_VALUE,
                Short.MIN_VALUE,
                Short.MAX_VALUE,
                Character.MIN_VALUE,
                '\uD800',
                Character.MAX_VALUE,
                0,
                -1,
                63,
                64,
                Integer.MIN_VALUE,
                Integer.MAX_VALUE,
                0L,
                -1L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                -0.0f,
                Float.NaN,
                Float.MIN_VALUE,
                Float.NEGATIVE_INFINITY,
                -0.0,
                Double.NaN,
                Double.MAX_VALUE,
                Double.POSITIVE_INFINITY,
                BigInteger.ZERO,
                BigInteger.ONE.negate(),
                BigInteger.TWO.pow(8 * 8_192 - 1).subtract(BigInteger.ONE),
                BigDecimal.ZERO,
                new BigDecimal("1.50"),
                new BigDecimal(BigInteger.TEN, -10_000),
                new BigDecimal(BigInteger.TEN, 10_000),
                new UUID(0, 0),
                new UUID(-1, Long.MIN_VALUE),
                URI.create(""),
                URI.create("https://a.example/b%20c?d=é#f"),
                URI.create("mailto:a@b"),
                Locale.ROOT,
                Locale.GERMANY,
                Locale.forLanguageTag("zh-Hant-TW"),
                Locale.forLanguageTag("th-TH-u-nu-thai"),
                Instant.MIN,
                Instant.MAX,
                Instant.EPOCH.minusNanos(1),
                LocalDate.MIN,
                LocalDate.MAX,
                LocalTime.MIN,
                LocalTime.MAX,
                LocalDateTime.MIN,
                LocalDateTime.MAX,
                OffsetDateTime.MIN,
                OffsetDateTime.MAX,
                OffsetTime.MIN,
                OffsetTime.MAX,
                ZonedDateTime.of(LocalDateTime.of(2024, 10, 27, 2, 30), ZoneId.of("Europe/Berlin"))
                        .withLaterOffsetAtOverlap(),
                ZonedDateTime.of(LocalDateTime.MIN, ZoneOffset.MAX),
                ZonedDateTime.of(LocalDateTime.MAX, ZoneOffset.MIN),
                Duration.ZERO,
                Duration.ofSeconds(Long.MIN_VALUE),
                Duration.ofSeconds(Long.MAX_VALUE, 999_999_999),
                Period.ZERO,
                Period.of(Integer.MIN_VALUE, Integer.MAX_VALUE, -1),
                Year.of(Year.MIN_VALUE),
                Year.of(Year.MAX_VALUE),
                YearMonth.of(Year.MIN_VALUE, 1),
                YearMonth.of(Year.MAX_VALUE, 12),
                ZoneId.of("Asia/Kathmandu"),
                ZoneId.of("UTC+5"),
                ZoneOffset.ofHours(-18));
    }

    @ParameterizedTest
    @MethodSource("scalars")
    void a_scalar_comes_back_alone_and_inside_of_everything(Object scalar) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("list", List.of(scalar, scalar));
        all.put("set", Set.of(scalar));
        all.put("map", Map.of(scalar, scalar));
        all.put("optional", Optional.of(scalar));

        assertThat(CODEC.decode(CODEC.encode(scalar), Object.class)).isEqualTo(scalar);
        assertThat(CODEC.decode(CODEC.encode(scalar), scalar.getClass())).isEqualTo(scalar);
        assertThatObject(CODEC.decode(CODEC.encode(all), Map.class)).isEqualTo(all);
    }

    @Test
    void bytes_come_back_as_a_copy() {
        byte[] bytes = {1, 0, -1};

        byte[] decoded = CODEC.decode(CODEC.encode(bytes), byte[].class);

        assertThat(decoded).isEqualTo(bytes).isNotSameAs(bytes);
    }

    @Test
    void private_records_come_back_without_being_named_anywhere() {
        Cart cart = new Cart(
                List.of(new Item("pen", new BigDecimal("1.20"), 3), new Item("ink", new BigDecimal("7"), 1)),
                Optional.of(new Coupon(DayOfWeek.FRIDAY)));

        assertThat(CODEC.decode(CODEC.encode(cart), Cart.class)).isEqualTo(cart);
    }

    @Test
    void components_of_every_kind_come_back() {
        Primitives primitives = new Primitives(true, (byte) -1, (short) -2, 'x', -3, -4, -0.5f, 0.25);
        CodecSample sample = CodecSample.full();
        Page<String> page = new Page<>(List.of("a"), new Page<>(List.of(), null));

        CodecSample decoded = CODEC.decode(CODEC.encode(sample), CodecSample.class);

        assertThat(decoded)
                .usingRecursiveComparison()
                .ignoringCollectionOrderInFields("colors")
                .isEqualTo(sample);
        assertThat(CODEC.decode(CODEC.encode(primitives), Primitives.class)).isEqualTo(primitives);
        assertThat(CODEC.decode(CODEC.encode(new Nothing()), Nothing.class)).isEqualTo(new Nothing());
        assertThat(CODEC.decode(CODEC.encode(page), Page.class)).isEqualTo(page);
    }

    @Test
    void a_value_is_asked_for_by_its_interface() {
        Figure figure = new CodecSample.Square(new CodecSample.Circle(2), 'q');

        assertThat(CODEC.decode(CODEC.encode(figure), Figure.class)).isEqualTo(figure);
        assertThatObject(CODEC.decode(CODEC.encode(List.of(1)), Iterable.class)).isEqualTo(List.of(1));
        assertThat(CODEC.decode(CODEC.encode(7), Number.class)).isEqualTo(7);
        assertThat(CODEC.decode(CODEC.encode(7), int.class)).isEqualTo(7);
        assertThat(CODEC.decode(CODEC.encode(DayOfWeek.MONDAY), DayOfWeek.class))
                .isEqualTo(DayOfWeek.MONDAY);
        assertThat(CODEC.decode(CODEC.encode(Color.GREEN), Color.class)).isEqualTo(Color.GREEN);
    }

    @Test
    void what_is_allowed_comes_back_from_anywhere() {
        BinaryCodec codec = CODEC.allow(Item.class, Figure.class);
        List<Object> values = List.of(new Item("pen", BigDecimal.ONE, 1), new CodecSample.Circle(1));

        assertThatObject(codec.decode(codec.encode(values), List.class)).isEqualTo(values);
        assertThat(codec.decode(codec.encode(values.get(0)), Object.class)).isEqualTo(values.get(0));
        assertThat(codec)
                .hasToString("BinaryCodec[allowed=[" + Item.class.getName() + ", " + CodecSample.Circle.class.getName()
                        + ", " + CodecSample.Square.class.getName() + "]]");
    }

    @Test
    void collections_are_unmodifiable_and_keep_order_and_nulls() {
        List<@Nullable Object> list = Arrays.asList(3, null, 1);
        Set<@Nullable Object> set = new LinkedHashSet<>();
        Collections.addAll(set, "z", null, "a");
        Map<@Nullable String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("z", null);
        map.put(null, 1);

        List<?> decodedList = CODEC.decode(CODEC.encode(list), List.class);
        Set<?> decodedSet = CODEC.decode(CODEC.encode(set), Set.class);
        Map<?, ?> decodedMap = CODEC.decode(CODEC.encode(map), Map.class);

        assertThat(decodedList).isEqualTo(list).isUnmodifiable();
        assertThat(new ArrayList<Object>(decodedSet)).isEqualTo(new ArrayList<>(set));
        assertThat(decodedMap).isEqualTo(map).isUnmodifiable();
        assertThat(new ArrayList<Object>(decodedMap.keySet())).isEqualTo(new ArrayList<>(map.keySet()));
        assertThatThrownBy(decodedSet::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void a_value_is_a_copy_of_what_was_put() {
        List<String> names = new ArrayList<>(List.of("a"));

        byte[] encoded = CODEC.encode(names);
        names.add("b");

        assertThatObject(CODEC.decode(encoded, List.class)).isEqualTo(List.of("a"));
    }

    @Test
    void values_that_are_equal_in_order_give_the_same_bytes() {
        Map<String, Integer> sorted = new TreeMap<>(Map.of("b", 2, "a", 1));
        Map<String, Integer> linked = new LinkedHashMap<>(sorted);

        assertThat(CODEC.encode(sorted)).isEqualTo(CODEC.encode(linked));
    }

    /** The bytes are in databases: this test fails if a new version would not read them. */
    @Test
    void the_format_stays() {
        BinaryCodec codec = CODEC.allow(Color.class);

        assertThat(hex(codec.encode("hi"))).isEqualTo("0110026869");
        assertThat(hex(codec.encode(List.of(-1, 300L, true)))).isEqualTo("010103150116d8041101");
        assertThat(hex(codec.encode(Map.of("a", Optional.empty())))).isEqualTo("01030110016104" + "00");
        String circle =
                HexFormat.of().formatHex(CodecSample.Circle.class.getName().getBytes(ISO_8859_1));
        assertThat(hex(codec.encode(new CodecSample.Circle(1))))
                .isEqualTo("0105" + "00" + "27" + circle + "01" + "06726164697573" + "183ff0000000000000");
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void a_class_is_named_once_in_the_bytes() {
        List<Item> items = Collections.nCopies(100, new Item("pen", BigDecimal.ONE, 1));

        byte[] encoded = CODEC.encode(new Cart(items, Optional.empty()));

        assertThat(encoded).hasSizeLessThan(250 + 100 * 20);
    }
}
