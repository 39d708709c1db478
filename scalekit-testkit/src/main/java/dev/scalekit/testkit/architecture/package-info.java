/**
 * The rules that every library module of ScaleKit keeps, as one inherited test.
 *
 * <p><b>Problem.</b> The compiler and the module descriptor say who may see whom. They do not say that the clock is read
 * in one place, that every asynchronous step names its executor, that nothing stored is read back by Java's own
 * serialization, or that no configured name reaches SQL text unchecked. Such rules hold as long as somebody looks; a
 * test always looks.
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.testkit.architecture.ArchitectureContract}: a module extends it with one
 * class that names the module's root package and the packages of its row in the dependency table.
 * {@code ArchitectureRules} holds the rules over compiled classes (ArchUnit), {@code SqlRule} the one over sources, for
 * which {@code JavaSources} runs the JDK's own compiler up to attribution. A rule that fails says what to write instead.
 *
 * <p><b>Guaranteed.</b> The rules see calls and method references alike, nested classes, and dependencies by annotation
 * or signature only. A rule has nothing against an empty module; the contract fails when it finds no class at all. Each
 * rule was seen red on the mistake it is for: the tests of this package are the list of these mistakes.
 *
 * <p><b>Not guaranteed.</b> What neither a class file nor the text of an expression shows: reflection, a lock held
 * around I/O, SQL assembled by streams or out of lists. {@code SqlRule} lists what it does not follow.
 */
@NullMarked
package dev.scalekit.testkit.architecture;

import org.jspecify.annotations.NullMarked;
