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
   * The status of the known hot copy; while none is known, of one of the task's type into its set
   * that began since: a running one before others, then the youngest.
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

  private static boolean belongs(HotCopyTask task, HotCopyStatus status) {
    return writesInto(task.set(), task.type(), Path.of(status.destinationDirectory()).normalize())
        && status.begin().map(begin -> !begin.isBefore(task.notBefore())).orElse(true);
  }

  /** A status carries no type: the element's name tells, in {@code <set>/tmp/<element>/data}. */
  private static boolean writesInto(Path set, HotCopyType type, Path destination) {
    if (!destination.startsWith(set) || destination.equals(set)) {
      return false;
    }
    Path inSet = set.relativize(destination);
    int element = inSet.startsWith(WORK_AREA) ? 1 : 0;
    return inSet.getNameCount() > element && type.makesElement(inSet.getName(element).toString());
  }

  /**
   * The element that the known hot copy made. That an element has its hot copy's id is likely, not
   * documented, so failing that the newest of the task's type that began since.
   */
  static Optional<BackupElement> inSet(
      HotCopyTask task, Optional<HotCopyId> known, BackupSetOnDisk set) {
    return known
        .flatMap(id -> set.element(id.hotCopyId()))
        .or(
            () ->
                set.chain().reversed().stream()
                    .filter(element -> element.type() == task.type())
                    .filter(element -> !element.startTime().isBefore(task.notBefore()))
                    .findFirst());
  }
}
