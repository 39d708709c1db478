/**
 * HTTP sessions in a database, so that any server serves any user.
 *
 * <p><b>Problem.</b> A session in the memory of one server ties its user to that server: it dies with it, and a load
 * balancer must send the user back to it. In a database it is reached from everywhere, and then two requests may change it
 * at once, and whoever reads the table must not be able to log in with what is written there.
 *
 * <p><b>Where to start.</b> Nowhere yet: this package has no types so far, and this page will name them as they come.
 *
 * <p><b>Guaranteed, not guaranteed.</b> Nothing yet.
 */
@NullMarked
package dev.scalekit.session;

import org.jspecify.annotations.NullMarked;
