/**
 * The demo: runs the shop for real on this machine, sends it customers, shows it on a page, breaks it on demand, and checks
 * all the while that it keeps its promises.
 *
 * <p>{@link dev.scalekit.examples.demo.Demo} is the program. What it shows is built by {@code Step}s, one for each step on
 * the road from one server to millions of users, listed in {@code Steps}. To make it grow, write one small class and add it
 * to the {@code Site} in a step:
 *
 * <ul>
 *   <li>{@code Component}: a box of the picture, with the lines that leave it. The picture is drawn from the list of
 *       components and nothing else.
 *   <li>{@code Chart}: a chart with its series.
 *   <li>{@code Experiment}: a button, and the card that says what came of it.
 *   <li>{@code Promise}: what must hold whatever happens, checked by independent counting.
 * </ul>
 *
 * <p>The web servers are processes of their own, and PostgreSQL is PostgreSQL. The customers, the page and the operator's
 * hand live in this process, which takes all others with it however it ends.
 */
@NullMarked
package dev.scalekit.examples.demo;

import org.jspecify.annotations.NullMarked;
