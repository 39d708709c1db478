package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Evidence;
import dev.scalekit.testkit.Seeds;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Tokens that nobody was given, and the statistics of those that are. */
final class TokenFuzzTest {
    private static final long SEED = 6;
    private static final int TOKENS = Effort.upTo(1_000_000);

    @Test
    void what_cannot_be_a_token_never_gets_to_the_storage_and_what_could_be_finds_nothing() {
        CountingStorage rows = new CountingStorage(new MemoryStorage(InstantSource.system()));
        long begin = System.nanoTime();
        long violations = 0;
        try (SessionStore store = new InMemorySessionStore(
                InMemorySessionStore.builder().cleanupByCaller().options(InstantSource.system()), rows)) {
            HostileTokens tokens = new HostileTokens(
                    Seeds.random(SEED), SessionFixture.stored(store).token());
            for (int i = 0; i < TOKENS; i++) {
                String token = tokens.next();
                long asked = rows.finds();
                boolean isFound = store.find(token).isPresent();
                boolean isWellFormed = isWellFormed(token);
                if (isFound || rows.finds() - asked != (isWellFormed ? 1 : 0)) {
                    violations++;
                }
            }
            assertThat(store.stats().malformed() + store.stats().notFound()).isEqualTo(TOKENS);
            assertThat(store.stats().notFound()).isEqualTo(rows.finds()).isPositive();
        }
        Evidence.append("session.token-fuzz", TOKENS, violations, Duration.ofNanos(System.nanoTime() - begin), SEED);
        assertThat(violations).isZero();
    }

    /** As the JDK has it: what decodes to 32 bytes, and is what those are encoded to. */
    private static boolean isWellFormed(String token) {
        if (token.length() != 43) {
            return false;
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            return bytes.length == 32
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(token);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Test
    void the_last_character_has_two_bits_too_many_which_must_be_zero() {
        String token = "A".repeat(42);

        List<String> parsed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
                .chars()
                .mapToObj(last -> token + (char) last)
                .filter(text -> Token.parse(text) != null)
                .map(text -> text.substring(42))
                .toList();

        assertThat(parsed)
                .containsExactly("A", "E", "I", "M", "Q", "U", "Y", "c", "g", "k", "o", "s", "w", "0", "4", "8");
    }

    /**
     * A bit of n random ones deviates from n / 2 by more than 7 standard deviations, 7 / 2 of the root of n, less than once in
     * 10^11; of 256 of them and their sum none does less than once in 10^9. Of 10^6 tokens two begin with the same 64 bits
     * less than once in 10^7: more of each is not compared.
     */
    @Test
    void tokens_are_unique_and_each_of_their_bits_is_set_in_half_of_them() {
        Issuer issuer = new Issuer();
        long[] beginnings = new long[TOKENS];
        long[] set = new long[256];
        for (int i = 0; i < TOKENS; i++) {
            byte[] bytes = Base64.getUrlDecoder().decode(issuer.token().text());
            beginnings[i] = ByteBuffer.wrap(bytes).getLong();
            for (int bit = 0; bit < 256; bit++) {
                set[bit] += bytes[bit >> 3] >> (bit & 7) & 1;
            }
        }

        assertThat(LongStream.of(beginnings).sorted().distinct().count()).isEqualTo(TOKENS);
        double bound = 3.5 * Math.sqrt(TOKENS);
        long sum = 0;
        for (long ones : set) {
            assertThat(Math.abs(ones - TOKENS / 2.0)).isLessThan(bound);
            sum += ones;
        }
        assertThat(Math.abs(sum - 128.0 * TOKENS)).isLessThan(bound * 16);
    }

    @Test
    void references_are_uuids_of_version_7_in_the_order_of_their_time() {
        Issuer issuer = new Issuer();
        long millis = 1_795_996_800_000L;
        Set<UUID> seen = new HashSet<>();
        UUID last = new UUID(0, 0);
        for (int i = 0; i < 100_000; i++) {
            UUID id = issuer.id(millis + i);

            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(millis + i);
            assertThat(id.toString()).isGreaterThan(last.toString());
            assertThat(seen.add(id)).isTrue();
            last = id;
        }
    }
}
