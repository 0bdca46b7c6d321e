package io.nuodb.backup.job;

/** What a Job does; each is a command of the agent, but for RESTORE, a chain of several. */
public enum JobKind {
  /** Asks the admin process which archives the selected storage managers serve. */
  DISCOVER("discover"),
  /** Starts a hot copy, or finds the one it started before, and follows it to its end. */
  HOT_COPY("hotcopy"),
  /** Asks for a hot copy to be cancelled and waits until it has ended. */
  CANCEL("cancel"),
  /** Reads a backup set and the admin's hot copies to find what became of a lost hot copy. */
  INSPECT("inspect"),
  /** Restores a backup set: prepare, nuoarchive, verify. */
  RESTORE("restore");

  private final String text;

  JobKind(String text) {
    this.text = text;
  }

  /** The value of the Job's label and, where it is one command, the agent's command. */
  public String text() {
    return text;
  }
}
