package io.nuodb.backup.plan;

/** A field of a spec that the schema let through and that makes no sense. */
public final class InvalidFieldException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param field path of the field, as in {@code spec.schedules.full.cron}
   * @param fault what is wrong with its value
   */
  public InvalidFieldException(String field, String fault) {
    super(field + ": " + fault);
  }
}
