package io.nuodb.backup.simulator.domain.admin;

/** What an engine process says of itself, in the words that the admin REST API uses. */
public enum EngineState {
  STARTING_UP,
  RECOVERING_JOURNAL,
  SYNCING,
  RUNNING
}
