/**
 * HTTP sessions in a database, so that any server serves any user.
 *
 * <p><b>Problem.</b> A session in the memory of one server ties its user to that server: it dies with it, and a load
 * balancer must send the user back to it. In a database it is reached from everywhere, and then two requests may change it
 * at once, and whoever reads the table must not be able to log in with what is written there.
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.session.JdbcSessionStore#builder} makes a {@link
 * dev.scalekit.session.SessionStore}: it creates and finds a {@link dev.scalekit.session.Session} and saves it at the end of
 * the request. A {@link dev.scalekit.session.Key} names an attribute, its type, and what happens if two requests change it.
 * With servlets, {@code dev.scalekit.session.servlet.SessionFilter} does all of it behind {@code HttpSession}. {@link
 * dev.scalekit.session.InMemorySessionStore} is for tests. To read the code, start with {@code Save} and {@code Storage}.
 *
 * <p><b>Guaranteed.</b> A save is done as a whole or not at all, and an exception says whether nobody knows. Changes of
 * different attributes all stay, counters add up. After a login the old token finds nothing; what was ended does not come
 * back. The tables have no token, only its hash. Deadlines are the database's. A request that changes nothing costs one
 * statement, and writes nothing within the touch interval.
 *
 * <p><b>Not guaranteed.</b> That attributes cannot be read by whoever reads the tables. That anybody hears of a session that
 * ended if the process dies just then. That a value that is changed after it was put is stored.
 *
 * <p><b>Threads.</b> All types are thread-safe or immutable but the builders. A store has one thread, which removes what has
 * expired and which {@code close()} ends; listeners run on the thread that did what they are told of.
 */
@NullMarked
package dev.scalekit.session;

import org.jspecify.annotations.NullMarked;
