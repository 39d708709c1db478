/**
 * One-file examples to copy, each run by a test, and the demo that shows the modules at work together.
 *
 * <p>There are none yet: they come with the modules.
 */
@NullMarked
package dev.scalekit.examples;

import org.jspecify.annotations.NullMarked;
