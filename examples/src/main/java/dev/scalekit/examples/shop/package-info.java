/**
 * The shop that the demo runs: what a small team would have written, without ScaleKit at first.
 *
 * <p>Start with {@link dev.scalekit.examples.shop.ShopServer}, the web server. Customers log in, look at products, put some
 * into a cart and order. An order is written in one transaction; an order that is sent again is recognised by its
 * reference. Who is logged in and the carts are in a session store: in the memory of the one server at first, and in the
 * database once there are several. Products are read from the database at first, and later through a cache. Page views are
 * counted by product: in the request at first, and later through a queue, by a worker. It knows nothing of the demo around
 * it.
 */
@NullMarked
package dev.scalekit.examples.shop;

import org.jspecify.annotations.NullMarked;
