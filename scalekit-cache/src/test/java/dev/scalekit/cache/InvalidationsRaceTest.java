package dev.scalekit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.AbstractSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Something is invalidated while somebody looks whether something else was. */
final class InvalidationsRaceTest {
    private final Invalidations invalidations = new Invalidations(2);

    /** Tags of an entry; something happens when they are about to be looked up. */
    private static Set<String> tags(Runnable meanwhile) {
        return new AbstractSet<>() {
            @Override
            public Iterator<String> iterator() {
                meanwhile.run();
                return List.of("tag").iterator();
            }

            @Override
            public int size() {
                return 1;
            }
        };
    }

    @Test
    void what_has_an_invalidated_tag_is_void_though_all_is_cleared_meanwhile() {
        long born = invalidations.number();
        invalidations.tag("tag");

        boolean isInvalid = invalidations.isInvalid(born, tags(invalidations::clear));

        assertThat(isInvalid).isTrue();
    }

    @Test
    void what_has_an_invalidated_tag_is_void_though_that_is_forgotten_meanwhile() {
        long born = invalidations.number();
        invalidations.tag("tag");

        boolean isInvalid = invalidations.isInvalid(
                born, tags(() -> IntStream.range(0, 9).forEach(other -> invalidations.tag("other-" + other))));

        assertThat(isInvalid).isTrue();
    }
}
