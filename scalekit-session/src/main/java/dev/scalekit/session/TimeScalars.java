package dev.scalekit.session;

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
import java.util.List;

/** The scalars of java.time. Their own bounds hold: what is beyond them, its factories refuse. Not instantiable. */
final class TimeScalars {
    static final Scalar<ZoneId> ZONE = new Scalar<>(40, ZoneId.class, TimeScalars::put, TimeScalars::zone);

    static final List<Scalar<?>> ALL = List.of(
            new Scalar<>(32, Instant.class, TimeScalars::put, TimeScalars::instant),
            new Scalar<>(33, Duration.class, TimeScalars::put, TimeScalars::duration),
            new Scalar<>(34, LocalDate.class, TimeScalars::put, TimeScalars::date),
            new Scalar<>(35, LocalTime.class, TimeScalars::put, TimeScalars::time),
            new Scalar<>(36, LocalDateTime.class, TimeScalars::put, TimeScalars::dateTime),
            new Scalar<>(37, OffsetTime.class, TimeScalars::put, TimeScalars::offsetTime),
            new Scalar<>(38, OffsetDateTime.class, TimeScalars::put, TimeScalars::offsetDateTime),
            new Scalar<>(39, ZonedDateTime.class, TimeScalars::put, TimeScalars::zonedDateTime),
            ZONE,
            new Scalar<>(41, ZoneOffset.class, TimeScalars::put, TimeScalars::offset),
            new Scalar<>(42, Period.class, TimeScalars::put, TimeScalars::period),
            new Scalar<>(
                    43, Year.class, (sink, it) -> sink.signed(it.getValue()), source -> Year.of(source.signedInt())),
            new Scalar<>(44, YearMonth.class, TimeScalars::put, TimeScalars::yearMonth));

    private TimeScalars() {}

    private static void put(ByteSink sink, Instant instant) {
        sink.signed(instant.getEpochSecond());
        sink.unsigned(instant.getNano());
    }

    private static Instant instant(ByteSource source) {
        return Instant.ofEpochSecond(source.signed(), source.unsigned());
    }

    private static void put(ByteSink sink, Duration duration) {
        sink.signed(duration.getSeconds());
        sink.unsigned(duration.getNano());
    }

    private static Duration duration(ByteSource source) {
        return Duration.ofSeconds(source.signed(), source.unsigned());
    }

    private static void put(ByteSink sink, LocalDate date) {
        sink.signed(date.toEpochDay());
    }

    private static LocalDate date(ByteSource source) {
        return LocalDate.ofEpochDay(source.signed());
    }

    private static void put(ByteSink sink, LocalTime time) {
        sink.unsigned(time.toNanoOfDay());
    }

    private static LocalTime time(ByteSource source) {
        return LocalTime.ofNanoOfDay(source.unsigned());
    }

    private static void put(ByteSink sink, LocalDateTime dateTime) {
        put(sink, dateTime.toLocalDate());
        put(sink, dateTime.toLocalTime());
    }

    private static LocalDateTime dateTime(ByteSource source) {
        return LocalDateTime.of(date(source), time(source));
    }

    private static void put(ByteSink sink, OffsetTime time) {
        put(sink, time.toLocalTime());
        put(sink, time.getOffset());
    }

    private static OffsetTime offsetTime(ByteSource source) {
        return OffsetTime.of(time(source), offset(source));
    }

    private static void put(ByteSink sink, OffsetDateTime dateTime) {
        put(sink, dateTime.toLocalDateTime());
        put(sink, dateTime.getOffset());
    }

    private static OffsetDateTime offsetDateTime(ByteSource source) {
        return OffsetDateTime.of(dateTime(source), offset(source));
    }

    private static void put(ByteSink sink, ZonedDateTime dateTime) {
        put(sink, dateTime.toLocalDateTime());
        put(sink, dateTime.getOffset());
        put(sink, dateTime.getZone());
    }

    /** Keeps the instant if another server knows other rules of the zone. */
    private static ZonedDateTime zonedDateTime(ByteSource source) {
        return ZonedDateTime.ofInstant(dateTime(source), offset(source), zone(source));
    }

    private static void put(ByteSink sink, ZoneId zone) {
        sink.text(zone.getId());
    }

    private static ZoneId zone(ByteSource source) {
        return ZoneId.of(source.text());
    }

    private static void put(ByteSink sink, ZoneOffset offset) {
        sink.signed(offset.getTotalSeconds());
    }

    private static ZoneOffset offset(ByteSource source) {
        return ZoneOffset.ofTotalSeconds(source.signedInt());
    }

    private static void put(ByteSink sink, Period period) {
        sink.signed(period.getYears());
        sink.signed(period.getMonths());
        sink.signed(period.getDays());
    }

    private static Period period(ByteSource source) {
        return Period.of(source.signedInt(), source.signedInt(), source.signedInt());
    }

    private static void put(ByteSink sink, YearMonth month) {
        sink.signed(month.getYear());
        sink.put(month.getMonthValue());
    }

    private static YearMonth yearMonth(ByteSource source) {
        return YearMonth.of(source.signedInt(), source.next());
    }
}
