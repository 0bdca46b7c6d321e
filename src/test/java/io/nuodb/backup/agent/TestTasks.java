package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ElementName;
import io.nuodb.backup.nuodb.HotCopyType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Runs of hot copies as tests need them. */
final class TestTasks {
  private TestTasks() {}

  /** A run over one archive whose volume is mounted. */
  static HotCopyTask of(
      HotCopyType type, Target target, Instant notBefore, Instant deadline, boolean mayStart) {
    return of(type, List.of(target), Optional.of(target), notBefore, deadline, mayStart);
  }

  static HotCopyTask of(
      HotCopyType type,
      List<Target> targets,
      Optional<Target> mounted,
      Instant notBefore,
      Instant deadline,
      boolean mayStart) {
    return new HotCopyTask(
        FakeDomain.DATABASE,
        type,
        targets,
        mounted,
        Optional.empty(),
        false,
        notBefore,
        deadline,
        Optional.empty(),
        mayStart);
  }

  /** As in {@code 1.inc}, or with the set's name before it and a slash between. */
  static AfterElement after(String text) {
    int slash = text.indexOf('/');
    return new AfterElement(
        slash < 0 ? Optional.empty() : Optional.of(text.substring(0, slash)),
        ElementName.of(text.substring(slash + 1)).orElseThrow());
  }
}
