package io.nuodb.backup.simulator.domain.admin;

/**
 * What is left of a process that ended: NuoDB calls it a tombstone.
 *
 * @param process as it was known last
 * @param reason in words
 * @param exitCode null when the admin did not start the process and so cannot know
 */
record ExitedProcess(DomainProcess process, String reason, Integer exitCode) {}
