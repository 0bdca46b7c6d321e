package io.nuodb.backup.nuodb;

/** The admin process and this client do not accept each other. */
public final class AdminAccessException extends AdminException {
  /** What is wrong. */
  public enum Kind {
    /** A file with a key, a certificate or credentials is missing or makes no sense. */
    UNREADABLE,
    /** One of the two refused the other in the TLS handshake. */
    TLS,
    /** The admin process answered that it does not know the client. */
    REFUSED,
    /** The admin process answered that this client may not do this. */
    FORBIDDEN
  }

  private final Kind kind;
  private final boolean mayHaveArrived;

  public AdminAccessException(Kind kind, String message, boolean mayHaveArrived, Throwable cause) {
    super(message, cause);
    this.kind = kind;
    this.mayHaveArrived = mayHaveArrived;
  }

  public Kind kind() {
    return kind;
  }

  /**
   * True when the request's connection broke and only another one told why: the request may have
   * had its effect before the two fell out.
   */
  public boolean mayHaveArrived() {
    return mayHaveArrived;
  }
}
