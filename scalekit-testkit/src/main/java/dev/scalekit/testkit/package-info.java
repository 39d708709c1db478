/**
 * What the tests of ScaleKit are made of: faults, kills, histories and their checkers, seeds.
 *
 * <p>Not published. It may use the clock, threads and processes freely; the libraries may not.
 */
@NullMarked
package dev.scalekit.testkit;

import org.jspecify.annotations.NullMarked;
