package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds a run's hot copy among those that the domain remembers and its element in the set. */
final class HotCopySearch {
  private static final String WORK_AREA = "tmp";

  private HotCopySearch() {}

  /**
   * The status of the known hot copy; while none is known, of one that may be the task's: a running
   * one before others, then the youngest.
   */
  static Optional<HotCopyStatus> inDomain(
      HotCopyTask task, Optional<HotCopyId> known, Collection<HotCopyStatus> statuses) {
    return statuses.stream()
        .filter(
            status -> known.isPresent() ? known.get().equals(status.id()) : belongs(task, status))
        .max(
            Comparator.comparing(HotCopyStatus::running)
                .thenComparing(status -> status.begin().orElse(Instant.MIN)));
  }

  /**
   * An element's number tells nothing of hot copies that ended without one: the next gets the same.
   * Where it is what counts they belong to nobody, and the worst is that a run asks again.
   */
  private static boolean belongs(HotCopyTask task, HotCopyStatus status) {
    boolean mayTakeItsNumberAgain =
        task.afterElement().isPresent() && task.type() == HotCopyType.INCREMENTAL;
    if (mayTakeItsNumberAgain && status.endedWithoutElement()) {
      return false;
    }
    return element(task.set(), Path.of(status.destinationDirectory()).normalize())
        .filter(element -> task.mayHaveMade(element, status.begin()))
        .isPresent();
  }

  /** A status carries no type: the element's name tells, in {@code <set>/tmp/<element>/data}. */
  private static Optional<String> element(Path set, Path destination) {
    if (!destination.startsWith(set) || destination.equals(set)) {
      return Optional.empty();
    }
    Path inSet = set.relativize(destination);
    int element = inSet.startsWith(WORK_AREA) ? 1 : 0;
    return inSet.getNameCount() > element
        ? Optional.of(inSet.getName(element).toString())
        : Optional.empty();
  }

  /**
   * The element that the known hot copy made. That an element has its hot copy's id is likely, not
   * documented, so failing that the newest that may be the task's.
   */
  static Optional<BackupElement> inSet(
      HotCopyTask task, Optional<HotCopyId> known, BackupSetOnDisk set) {
    return known
        .flatMap(id -> set.element(id.hotCopyId()))
        .or(
            () ->
                set.chain().reversed().stream()
                    .filter(
                        element ->
                            task.mayHaveMade(element.name(), Optional.of(element.startTime())))
                    .findFirst());
  }
}
