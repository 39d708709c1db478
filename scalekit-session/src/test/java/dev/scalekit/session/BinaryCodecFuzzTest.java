package dev.scalekit.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.scalekit.testkit.Effort;
import dev.scalekit.testkit.Seeds;
import dev.scalekit.testkit.Tally;
import org.junit.jupiter.api.Test;

/** Bytes that no codec has written, or not like this. */
final class BinaryCodecFuzzTest {
    private static final long SEED = 61;
    private static final int INPUTS = 120_000;

    /** Named by some of the bytes, and nowhere in code but as a name. */
    record Canary(String article) {
        static {
            CodecHarness.Canaries.INITIALISED.add(Canary.class.getName());
        }
    }

    @Test
    void any_bytes_give_a_value_of_the_type_or_are_refused() {
        CodecHarness harness = new CodecHarness(CodecHarness.CODEC::decode, Canary.class);

        try (Tally tally = Tally.of("session.codec-fuzz", SEED)) {
            Seeds.forAll(
                    SEED,
                    Effort.scaled(INPUTS),
                    random -> CodecInput.any(random, harness.canary()),
                    input -> tally.count(() -> harness.check(input)));
        }

        if (!Seeds.isReplay()) {
            assertThat(harness.decoded())
                    .as("inputs that gave a value, without which little was looked at")
                    .isGreaterThan(Effort.scaled(INPUTS) / 20);
        }
    }
}
