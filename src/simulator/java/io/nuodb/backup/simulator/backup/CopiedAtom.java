package io.nuodb.backup.simulator.backup;

/**
 * What was copied of an atom.
 *
 * @param fingerprint the fingerprint of the version that was copied
 * @param bytes the file's size
 */
record CopiedAtom(long fingerprint, int bytes) {}
