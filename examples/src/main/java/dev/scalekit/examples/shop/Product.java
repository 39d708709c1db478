package dev.scalekit.examples.shop;

/**
 * What the shop sells.
 *
 * @param priceCents the price of one unit, in cents
 */
public record Product(int id, String name, String brand, long priceCents) {}
