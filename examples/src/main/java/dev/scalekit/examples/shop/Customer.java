package dev.scalekit.examples.shop;

/** Somebody who buys. */
public record Customer(int id, String name, String city, String country) {}
