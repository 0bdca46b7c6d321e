package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.ElementName;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Finds a run's hot copy among those that the domain remembers, and on the volume. */
final class HotCopySearch {
  private static final String WORK_AREA = "tmp";

  private HotCopySearch() {}

  /**
   * The status of the known hot copy; while none is known, of one that may be the task's: a running
   * one before others, then the youngest.
   *
   * @param storageManagers of the database
   * @param sets the sets on the volume in which the task's element may be
   */
  static Optional<HotCopyStatus> inDomain(
      HotCopyTask task,
      Optional<HotCopyId> known,
      Collection<HotCopyStatus> statuses,
      Collection<StorageManagerProcess> storageManagers,
      List<BackupSetOnDisk> sets) {
    return statuses.stream()
        .filter(
            status ->
                known.isPresent()
                    ? known.get().equals(status.id())
                    : task.targets().stream()
                        .anyMatch(target -> belongs(task, target, status, storageManagers, sets)))
        .max(
            Comparator.comparing(HotCopyStatus::running)
                .thenComparing(status -> status.begin().orElse(Instant.MIN)));
  }

  /**
   * An element's number tells nothing of hot copies that ended without one: the next gets the same.
   * Where it is what counts they belong to nobody, and the worst is that a run asks again.
   */
  private static boolean belongs(
      HotCopyTask task,
      Target target,
      HotCopyStatus status,
      Collection<StorageManagerProcess> storageManagers,
      List<BackupSetOnDisk> sets) {
    if (target.afterElement().isPresent()
        && numbered(task.type())
        && status.endedWithoutElement()) {
      return false;
    }
    Path destination = Path.of(status.destinationDirectory()).normalize();
    return switch (target.destination()) {
      case Destination.Directory(Path path) when task.type() == HotCopyType.SIMPLE ->
          destination.startsWith(path) || destination.startsWith(ArchiveCopy.incomplete(path));
      case Destination.Directory(Path path) -> writes(task, target, path, destination, status);
      // Other storage managers may have volumes of their own at the same path.
      case Destination.NewestSet _ ->
          StorageManagerProcess.inPod(target.pod(), storageManagers)
                  .filter(process -> process.startId().equals(status.id().coordinatorStartId()))
                  .isPresent()
              && sets.stream()
                  .anyMatch(set -> writes(task, target, set.directory(), destination, status));
    };
  }

  private static boolean numbered(HotCopyType type) {
    return type == HotCopyType.INCREMENTAL || type == HotCopyType.JOURNAL;
  }

  private static boolean writes(
      HotCopyTask task, Target target, Path set, Path destination, HotCopyStatus status) {
    return element(set, destination)
        .filter(element -> mayHaveMade(task, target, set, element, status.begin()))
        .isPresent();
  }

  /** A status carries no type: the element's name tells, in {@code <set>/tmp/<element>/data}. */
  private static Optional<ElementName> element(Path set, Path destination) {
    if (!destination.startsWith(set) || destination.equals(set)) {
      return Optional.empty();
    }
    Path inSet = set.relativize(destination);
    int element = inSet.startsWith(WORK_AREA) ? 1 : 0;
    return inSet.getNameCount() > element
        ? ElementName.of(inSet.getName(element).toString())
        : Optional.empty();
  }

  /**
   * Whether a hot copy that made or makes an element of one of the target's sets may be the task's.
   * A full hot copy is, whenever it began: its directory is the run's own. So is one of a journal
   * in a set newer than that of the last element before the run.
   *
   * @param begin when it began, where that is told
   */
  private static boolean mayHaveMade(
      HotCopyTask task, Target target, Path set, ElementName element, Optional<Instant> begin) {
    if (element.type() != task.type()) {
      return false;
    }
    if (!numbered(task.type())) {
      return true;
    }
    return target
        .afterElement()
        .map(after -> !after.isIn(set) || after.isBefore(element))
        .orElseGet(() -> begin.map(since -> !since.isBefore(task.notBefore())).orElse(true));
  }

  /**
   * What the known hot copy made. That an element has its hot copy's id is likely, not documented,
   * so failing that the newest that may be the task's.
   */
  static Optional<HotCopyProduct> onVolume(
      HotCopyTask task, Optional<HotCopyId> known, Observation.Volume volume) {
    if (task.type() == HotCopyType.SIMPLE) {
      return volume.copy().filter(ArchiveCopy::complete).map(HotCopyProduct.Archive::new);
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
            mayHaveMade(
                task,
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

  /** Where a running hot copy writes on the mounted volume; empty where that is not to be seen. */
  static Optional<Path> workDirectory(HotCopyTask task, HotCopyStatus status) {
    Path destination = Path.of(status.destinationDirectory()).normalize();
    return task.mounted()
        .flatMap(
            target ->
                switch (target.destination()) {
                  case Destination.Directory(Path path) when task.type() == HotCopyType.SIMPLE ->
                      Optional.of(ArchiveCopy.incomplete(path));
                  case Destination.Directory(Path path) -> workDirectory(path, destination);
                  case Destination.NewestSet(Path root, _) ->
                      destination.startsWith(root) && !destination.equals(root)
                          ? workDirectory(
                              root.resolve(root.relativize(destination).getName(0)), destination)
                          : Optional.empty();
                });
  }

  private static Optional<Path> workDirectory(Path set, Path destination) {
    return element(set, destination).map(element -> set.resolve(WORK_AREA).resolve(element.text()));
  }
}
