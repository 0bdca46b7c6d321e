package io.nuodb.backup.operator;

/**
 * Something to tell people in an Event.
 *
 * @param occasion tells this from other notes of the same reason on the same object: an occasion is
 *     told of once
 */
record Note(Type type, String reason, String message, String occasion) {
  enum Type {
    Normal,
    Warning
  }
}
