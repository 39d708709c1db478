package dev.scalekit.session;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import dev.scalekit.testkit.architecture.ArchitectureContract;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArchitectureTest extends ArchitectureContract {
    private static final Set<String> GUESSED = Set.of(
            "java.lang.Math.random",
            "java.lang.StrictMath.random",
            "java.util.UUID.randomUUID",
            "java.util.UUID.nameUUIDFromBytes",
            "java.util.random.RandomGenerator.of",
            "java.util.random.RandomGenerator.getDefault");

    private static final ArchRule MAKES_NOTHING_THAT_CAN_BE_GUESSED = noClasses()
            .that()
            .doNotHaveFullyQualifiedName(Cleaner.class.getName())
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(Random.class, SplittableRandom.class, ThreadLocalRandom.class, RandomGeneratorFactory.class)
            .orShould()
            .accessTargetWhere(describe("numbers come from elsewhere", ArchitectureTest::isGuessed))
            .because("whoever guesses a token is let in, and an id is in the order of its time: ask the Issuer");

    ArchitectureTest() {
        super("dev.scalekit.session", "org.slf4j..", "jakarta.servlet..");
    }

    private static boolean isGuessed(JavaAccess<?> access) {
        AccessTarget target = access.getTarget();
        return GUESSED.contains(target.getOwner().getName() + "." + target.getName());
    }

    @Test
    void makes_nothing_that_can_be_guessed() {
        MAKES_NOTHING_THAT_CAN_BE_GUESSED.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("dev.scalekit.session"));
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                OfRandom.class,
                OfThreadLocalRandom.class,
                OfMath.class,
                OfUuids.class,
                OfUuidReference.class,
                OfGenerator.class
            })
    void what_can_be_guessed_is_found(Class<?> made) {
        assertThat(MAKES_NOTHING_THAT_CAN_BE_GUESSED
                        .evaluate(new ClassFileImporter().importClasses(made))
                        .hasViolation())
                .isTrue();
    }

    record OfRandom(Random random) {}

    record OfThreadLocalRandom(long token) {
        OfThreadLocalRandom() {
            this(ThreadLocalRandom.current().nextLong());
        }
    }

    record OfMath(double token) {
        OfMath() {
            this(Math.random());
        }
    }

    record OfUuids(UUID id) {
        OfUuids() {
            this(UUID.randomUUID());
        }
    }

    record OfUuidReference(Supplier<UUID> ids) {
        OfUuidReference() {
            this(UUID::randomUUID);
        }
    }

    record OfGenerator(RandomGenerator random) {
        OfGenerator() {
            this(RandomGenerator.getDefault());
        }
    }
}
