package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.BackupSetOrder;
import io.nuodb.backup.nuodb.BackupSetReader;
import io.nuodb.backup.nuodb.BackupSetUnreadableException;
import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads from the mounted backup volume what concerns a hot copy. */
final class HotCopyVolume {
  private HotCopyVolume() {}

  static Observation.Volume read(HotCopyTask task) {
    if (task.mounted().isEmpty()) {
      return Observation.Volume.EMPTY;
    }
    Target target = task.mounted().get();
    try {
      return switch (target.destination()) {
        case Destination.Directory(Path path) when task.type() == HotCopyType.SIMPLE ->
            new Observation.Volume(List.of(), ArchiveCopy.read(path), List.of(), Optional.empty());
        case Destination.Directory(Path path) ->
            Observation.Volume.of(BackupSetReader.read(path).stream().toList(), List.of());
        case Destination.NewestSet newest -> sets(task, target, newest);
      };
    } catch (BackupSetUnreadableException e) {
      return Observation.Volume.unreadable(e.getMessage());
    }
  }

  /** Only the newest set must be readable: an old one in trouble must not stop journal copies. */
  private static Observation.Volume sets(
      HotCopyTask task, Target target, Destination.NewestSet newest)
      throws BackupSetUnreadableException {
    BackupSetOrder order = BackupSetOrder.read(newest.root(), newest.archiveUid());
    List<BackupSetOnDisk> sets = new ArrayList<>();
    List<String> passedOver = new ArrayList<>(order.passedOver());
    for (BackupSetOrder.Entry entry : sinceBeforeTheRun(task, target, order.newestFirst())) {
      try {
        BackupSetReader.read(entry.directory()).ifPresent(sets::add);
      } catch (BackupSetUnreadableException e) {
        if (sets.isEmpty()) {
          throw e;
        }
        passedOver.add(e.getMessage());
      }
    }
    return Observation.Volume.of(sets, passedOver);
  }

  /**
   * The sets that were the newest at some time of the run: down to the one of the last element
   * before it, or, where none is known, to the first that was initialised before it.
   */
  private static List<BackupSetOrder.Entry> sinceBeforeTheRun(
      HotCopyTask task, Target target, List<BackupSetOrder.Entry> newestFirst) {
    Optional<AfterElement> known =
        target
            .afterElement()
            .filter(after -> newestFirst.stream().anyMatch(set -> after.isIn(set.directory())));
    List<BackupSetOrder.Entry> sets = new ArrayList<>();
    for (BackupSetOrder.Entry set : newestFirst) {
      sets.add(set);
      boolean last =
          known
              .map(after -> after.isIn(set.directory()))
              .orElseGet(() -> set.initialised().isBefore(task.notBefore()));
      if (last) {
        break;
      }
    }
    return sets;
  }
}
