package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.ElementName;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyType;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds what a run's hot copy made, or began to make, on the mounted volume. */
final class VolumeSearch {
  private VolumeSearch() {}

  /**
   * What the known hot copy made; an archive of an unknown one must not be older than the run. That
   * an element has its hot copy's id is likely, not documented, so failing that the newest that may
   * be the task's.
   */
  static Optional<HotCopyProduct> onVolume(
      HotCopyTask task, Optional<HotCopyId> known, Observation.Volume volume) {
    if (task.type() == HotCopyType.SIMPLE) {
      return volume
          .copy()
          .filter(ArchiveCopy::complete)
          .filter(copy -> known.isPresent() || task.hasBegunAt(copy.written()))
          .map(HotCopyProduct.Archive::new);
    }
    return known
        .flatMap(id -> product(volume, element -> element.id().equals(id.hotCopyId())))
        .or(() -> task.mounted().flatMap(target -> newest(task, target, volume)));
  }

  private static Optional<HotCopyProduct> newest(
      HotCopyTask task, Target target, Observation.Volume volume) {
    return product(
        volume,
        element ->
            task.mayHaveMade(
                target,
                element.directory().getParent(),
                ElementName.of(element.name()).orElseThrow(),
                Optional.of(element.startTime())));
  }

  private static Optional<HotCopyProduct> product(
      Observation.Volume volume, Predicate<BackupElement> wanted) {
    return volume.sets().stream()
        .flatMap(
            set ->
                Stream.concat(set.journals().reversed().stream(), set.chain().reversed().stream())
                    .filter(wanted)
                    .map(element -> new HotCopyProduct.Element(set, element)))
        .map(HotCopyProduct.class::cast)
        .findFirst();
  }

  /** An archive that was there before the run, which would be overwritten. */
  static Optional<ArchiveCopy> earlierArchive(HotCopyTask task, Observation.Volume volume) {
    return volume
        .copy()
        .filter(ArchiveCopy::complete)
        .filter(copy -> !task.hasBegunAt(copy.written()));
  }

  /**
   * Whether the volume shows that an earlier request had an effect that is not its end: a full's or
   * a simple one's directory is its own, so nobody else did that.
   */
  static boolean traces(HotCopyTask task, Observation.Volume volume) {
    return switch (task.type()) {
      case SIMPLE -> volume.copy().isPresent();
      case FULL -> !volume.sets().isEmpty();
      case INCREMENTAL, JOURNAL -> false;
    };
  }
}
