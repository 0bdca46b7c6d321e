package io.nuodb.backup.simulator.backup;

/** A hot copy was refused before it began; the message is the engine's text. */
public final class HotCopyRefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  public HotCopyRefusedException(String message) {
    super(message);
  }
}
