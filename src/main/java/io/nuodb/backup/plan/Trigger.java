package io.nuodb.backup.plan;

import java.time.Instant;

/** What asks for a run. */
public sealed interface Trigger {
  /** A schedule's due time. */
  record Scheduled(Instant time) implements Trigger {
    @Override
    public String toString() {
      return time.toString();
    }
  }

  /** A token that a person put into the policy. */
  record OnDemand(String token) implements Trigger {
    @Override
    public String toString() {
      return "on-demand:" + token;
    }
  }

  /** A set that reached the limits of {@code spec.rotation}. */
  record Rotation(String backupSet) implements Trigger {
    @Override
    public String toString() {
      return "rotation:" + backupSet;
    }
  }
}
