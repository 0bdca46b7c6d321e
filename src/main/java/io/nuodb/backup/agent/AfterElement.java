package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ElementName;
import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The newest element that was known before a run: only later ones of its type can be the run's.
 *
 * @param set name of the set's directory, where the run itself names none
 * @param element the full one where there was none of the run's type yet
 */
record AfterElement(Optional<String> set, ElementName element) {
  /** Whether it speaks of this set. */
  boolean isIn(Path directory) {
    return set.isEmpty() || directory.endsWith(set.get());
  }

  boolean isBefore(ElementName other) {
    return element.number() < other.number();
  }

  /** Whether a run of this type may come after it: the elements of others have other numbers. */
  boolean counts(HotCopyType type) {
    return element.type() == type || element.type() == HotCopyType.FULL;
  }
}
