package io.nuodb.backup.nuodb;

/** The admin process and this client do not accept each other; the request had no effect. */
public final class AdminAccessException extends AdminException {
  /** What is wrong. */
  public enum Kind {
    /** A file with a key, a certificate or credentials is missing or makes no sense. */
    UNREADABLE,
    /** One of the two refused the other in the TLS handshake. */
    TLS,
    /** The admin process answered that the client may not do this. */
    REFUSED
  }

  private final Kind kind;

  AdminAccessException(Kind kind, String message, Throwable cause) {
    super(message, cause);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }
}
