/**
 * Sessions of a store behind the servlet API, in any container of version 6.0 or 6.1.
 *
 * <p><b>Problem.</b> The sessions of a container live in its memory, or in a store of its own kind. A filter in front of the
 * application replaces them in the same way everywhere, and the application still says {@code request.getSession()}.
 *
 * <p><b>Where to start.</b> {@link dev.scalekit.session.servlet.SessionFilter}.
 *
 * <p><b>Guaranteed.</b> No statement for a request that asks for no session; one to find it; one write if it was changed, or
 * is to be noted as in use; the session is stored before the client sees any of the answer; the token is in one cookie (or
 * header) of the answers that give it, which no cache may keep, and nowhere else.
 *
 * <p><b>Not as in a container.</b>
 *
 * <ul>
 *   <li>Two requests at once have a copy each. Values are copies: {@code ==} does not hold, and changing one in place is not
 *       stored.
 *   <li>An {@code HttpSession} belongs to its request. What a thread does to it afterwards is not stored.
 *   <li>{@code HttpSessionBindingListener} is told on values as they are set, and on copies that are decoded when they are
 *       replaced, removed or the session is invalidated. When somebody else ends a session, or its time is over, values are not
 *       told, since that server may not even know their types.
 *   <li>{@code HttpSessionActivationListener} is told nothing: no session ever waits in the memory of a server.
 *   <li>Listeners are given to the builder. {@code sessionCreated} is told on the server that creates the session, {@code
 *       sessionDestroyed} on the one that ends it or finds its time over: once in the cluster. If it was not a request that
 *       invalidated it, it has no attributes any more.
 *   <li>URLs are never rewritten.
 *   <li>What the container itself keeps in its own sessions stays there: its form login, and what a WebSocket's handshake sees.
 * </ul>
 */
@NullMarked
package dev.scalekit.session.servlet;

import org.jspecify.annotations.NullMarked;
