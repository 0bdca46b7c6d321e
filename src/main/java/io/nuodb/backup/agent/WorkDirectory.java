package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.ElementName;
import io.nuodb.backup.nuodb.HotCopyStatus;
import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.util.Optional;

/** Where hot copies write while they run. */
final class WorkDirectory {
  private static final String WORK_AREA = "tmp";

  private WorkDirectory() {}

  /** A status carries no type: the element's name tells, in {@code <set>/tmp/<element>/data}. */
  static Optional<ElementName> element(Path set, Path destination) {
    if (!destination.startsWith(set) || destination.equals(set)) {
      return Optional.empty();
    }
    Path inSet = set.relativize(destination);
    int element = inSet.startsWith(WORK_AREA) ? 1 : 0;
    return inSet.getNameCount() > element
        ? ElementName.of(inSet.getName(element).toString())
        : Optional.empty();
  }

  /** Of the hot copy that writes there: without an element it is a simple one. */
  static HotCopyType type(Path destination) {
    return Optional.ofNullable(destination.getParent())
        .map(Path::getFileName)
        .flatMap(name -> ElementName.of(name.toString()))
        .map(ElementName::type)
        .orElse(HotCopyType.SIMPLE);
  }

  /** Where a running hot copy writes on the mounted volume; empty where that is not to be seen. */
  static Optional<Path> of(HotCopyTask task, HotCopyStatus status) {
    Path destination = Path.of(status.destinationDirectory()).normalize();
    return task.mounted()
        .flatMap(
            target ->
                switch (target.destination()) {
                  case Destination.Directory(Path path) when task.type() == HotCopyType.SIMPLE ->
                      Optional.of(ArchiveCopy.incomplete(path));
                  case Destination.Directory(Path path) -> of(path, destination);
                  case Destination.NewestSet(Path root, _) ->
                      destination.startsWith(root) && !destination.equals(root)
                          ? of(root.resolve(root.relativize(destination).getName(0)), destination)
                          : Optional.empty();
                });
  }

  private static Optional<Path> of(Path set, Path destination) {
    return element(set, destination).map(element -> set.resolve(WORK_AREA).resolve(element.text()));
  }
}
