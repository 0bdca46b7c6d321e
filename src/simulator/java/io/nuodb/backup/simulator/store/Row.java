package io.nuodb.backup.simulator.store;

/**
 * A stored row of some table.
 *
 * @param key the row's key, unique within its table
 * @param value the row's value, never null
 */
public record Row(long key, String value) {}
