package io.nuodb.backup.simulator.domain.admin;

/** The two kinds of NuoDB engine process: transaction engine and storage manager. */
public enum EngineType {
  TE,
  SM
}
