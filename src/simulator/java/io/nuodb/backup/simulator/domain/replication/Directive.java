package io.nuodb.backup.simulator.domain.replication;

/**
 * What the transaction engine tells a storage manager to do.
 *
 * @param reason why it has to wait; null for the other actions
 * @param sourceUrl the RUNNING storage manager to SYNC from; null for the other actions
 */
public record Directive(Action action, String reason, String sourceUrl) {
  /** WAIT for others; SYNC the archive and then ask to join; RUN: it is a member. */
  public enum Action {
    WAIT,
    SYNC,
    RUN
  }

  public static Directive waitFor(String reason) {
    return new Directive(Action.WAIT, reason, null);
  }

  public static Directive sync(String sourceUrl) {
    return new Directive(Action.SYNC, null, sourceUrl);
  }

  public static Directive run() {
    return new Directive(Action.RUN, null, null);
  }
}
