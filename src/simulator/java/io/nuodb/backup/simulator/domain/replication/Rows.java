package io.nuodb.backup.simulator.domain.replication;

import java.util.Map;

/**
 * Rows of a table at the last commit, ordered by key.
 *
 * @param rows values by key
 * @param next the key to continue from; null after the last row
 * @param commitSequence the last commit when the rows were read
 */
public record Rows(Map<Long, String> rows, Long next, long commitSequence) {}
