package io.nuodb.backup.simulator.domain.replication;

/** Asks a storage manager to copy what still differs while the commits are held back. */
public record FinalPass(String sourceUrl) {}
