package dev.scalekit.testkit.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructor;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Which members a rule is about.
 *
 * <p>A rule asks {@code accessTargetWhere(Targets.access(...))}, which meets calls, field reads and method references.
 * ArchUnit's {@code callMethod} would pass over {@code System::nanoTime}. Not instantiable.
 */
final class Targets {

    private Targets() {}

    /** Holds for an access to a member that the given predicate holds for. */
    static DescribedPredicate<JavaAccess<?>> access(String description, Predicate<AccessTarget> target) {
        return describe(description, access -> target.test(access.getTarget()));
    }

    /**
     * Holds for the fields and methods of a type, of its subtypes too: a static method that is called by the name of a
     * subclass is that subclass' in the class file.
     *
     * @param names a regular expression for the whole name
     */
    static Predicate<AccessTarget> member(Class<?> owner, String names) {
        return member(type -> type.isAssignableTo(owner), names);
    }

    /** Holds for the fields and methods of the types that a predicate holds for. */
    static Predicate<AccessTarget> member(Predicate<JavaClass> owner, String names) {
        Pattern pattern = Pattern.compile(names);
        return target -> pattern.matcher(target.getName()).matches() && owner.test(target.getOwner());
    }

    /** Holds for the constructors of a type and of its subtypes. */
    static Predicate<AccessTarget> constructor(Class<?> owner) {
        return member(owner, Pattern.quote(JavaConstructor.CONSTRUCTOR_NAME));
    }

    /** Holds for methods and constructors with at least one parameter that can take a value of the given type. */
    static Predicate<AccessTarget> taking(Class<?> parameter) {
        return target -> target instanceof CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().stream().anyMatch(type -> type.isAssignableTo(parameter));
    }

    /** Holds for methods and constructors without parameters. */
    static Predicate<AccessTarget> takingNothing() {
        return target -> target instanceof CodeUnitAccessTarget unit
                && unit.getRawParameterTypes().isEmpty();
    }
}
