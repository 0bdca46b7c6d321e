package io.nuodb.backup.plan;

/** Numbers of things, for messages. */
public final class Counted {
  private Counted() {}

  public static String of(long number, String one, String more) {
    return number + " " + (number == 1 ? one : more);
  }
}
