package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.ElementName;
import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name the archives of a hot copy and where each is copied to. */
final class TargetOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--storage-manager",
      required = true,
      arity = "1..*",
      paramLabel = "POD[=DIR]",
      description =
          "Name of the storage manager's pod. For a coordinated hot copy several, each with its"
              + " backup set, or for a simple one with its new archive.")
  private List<String> storageManagers;

  @Option(
      names = "--backup-set",
      paramLabel = "DIR",
      description = "The set's directory, the same in the storage manager's container and here.")
  private Optional<Path> set = Optional.empty();

  @Option(
      names = "--backup-root",
      paramLabel = "DIR",
      description =
          "For a journal hot copy instead of a set: the directory of the archive's sets, of which"
              + " the newest initialised one is taken.")
  private Optional<Path> root = Optional.empty();

  @Option(
      names = "--archive-uid",
      paramLabel = "UUID",
      description = "The archive's UUID, where the backup root holds sets of several archives.")
  private Optional<String> archiveUid = Optional.empty();

  @Option(
      names = "--archive-directory",
      paramLabel = "DIR",
      description =
          "For a simple hot copy instead of a set: the directory of the new archive,"
              + " which must not hold one older than --not-before.")
  private Optional<Path> archive = Optional.empty();

  @Option(
      names = "--mounted",
      paramLabel = "POD",
      description =
          "Of several storage managers the one whose backup volume is mounted here (default:"
              + " none).")
  private Optional<String> mounted = Optional.empty();

  @Option(
      names = "--after-element",
      arity = "1..*",
      paramLabel = "[POD=][SET/]NAME",
      description =
          "Newest element of the hot copy's type that is known, N.inc or N.jnl, or full before the"
              + " first: in its set only later ones can be this run's, whenever they began. With the"
              + " set's name where a backup root is given, with the pod where there are several.")
  private List<String> afterElements = List.of();

  List<Target> targets(HotCopyType type) {
    boolean alone = storageManagers.size() == 1 && !storageManagers.getFirst().contains("=");
    check(
        Stream.of(set, root, archive).filter(Optional::isPresent).count() == (alone ? 1 : 0),
        "one storage manager needs --backup-set, --backup-root or --archive-directory, each of"
            + " several a directory of its own");
    check(root.isEmpty() || type == HotCopyType.JOURNAL, "--backup-root is for journal hot copies");
    check(
        !alone || archive.isPresent() == (type == HotCopyType.SIMPLE),
        "--archive-directory is for simple hot copies, which have no backup set");
    List<Target> targets =
        storageManagers.stream()
            .map(text -> alone ? alone(type, text) : oneOf(type, text))
            .toList();
    check(
        targets.stream().map(Target::pod).distinct().count() == targets.size(),
        "a storage manager is named twice");
    checkAfterElements(targets, alone);
    return targets;
  }

  /** The target whose volume the pod mounts. */
  Optional<Target> mounted(List<Target> targets) {
    if (mounted.isEmpty()) {
      boolean alone = set.isPresent() || root.isPresent() || archive.isPresent();
      return alone ? Optional.of(targets.getFirst()) : Optional.empty();
    }
    Optional<Target> target =
        targets.stream().filter(it -> it.pod().equals(mounted.get())).findFirst();
    check(target.isPresent(), "--mounted names none of the storage managers");
    return target;
  }

  private Target alone(HotCopyType type, String pod) {
    Destination destination =
        root.<Destination>map(path -> new Destination.NewestSet(path, archiveUid))
            .orElseGet(() -> new Destination.Directory(set.or(() -> archive).orElseThrow()));
    return new Target(pod, destination, afterElement(type, pod, true));
  }

  private Target oneOf(HotCopyType type, String text) {
    int equals = text.indexOf('=');
    check(equals > 0 && equals < text.length() - 1, "'" + text + "' is not POD=DIR");
    String pod = text.substring(0, equals);
    return new Target(
        pod,
        new Destination.Directory(Path.of(text.substring(equals + 1))),
        afterElement(type, pod, false));
  }

  private Optional<AfterElement> afterElement(HotCopyType type, String pod, boolean alone) {
    return afterElements.stream()
        .filter(text -> speaksOf(pod, alone, text))
        .map(text -> afterElement(type, text.substring(text.indexOf('=') + 1)))
        .findFirst();
  }

  private static boolean speaksOf(String pod, boolean alone, String afterElement) {
    return alone && !afterElement.contains("=") || afterElement.startsWith(pod + "=");
  }

  /** One that were passed over would make a run count what was there before it. */
  private void checkAfterElements(List<Target> targets, boolean alone) {
    for (String text : afterElements) {
      check(
          targets.stream().anyMatch(target -> speaksOf(target.pod(), alone, text)),
          "--after-element '" + text + "' names none of the storage managers");
    }
    check(
        afterElements.size()
            == targets.stream().filter(target -> target.afterElement().isPresent()).count(),
        "a storage manager has several --after-element");
  }

  private AfterElement afterElement(HotCopyType type, String text) {
    int slash = text.lastIndexOf('/');
    Optional<ElementName> name = ElementName.of(text.substring(slash + 1));
    check(name.isPresent(), "'" + text + "' names no element");
    AfterElement after =
        new AfterElement(
            slash > 0 ? Optional.of(text.substring(0, slash)) : Optional.empty(), name.get());
    check(after.counts(type), "'" + text + "' tells nothing of elements of type " + type.text());
    check(root.isEmpty() || after.set().isPresent(), "'" + text + "' names no backup set");
    return after;
  }

  private void check(boolean holds, String fault) {
    if (!holds) {
      throw new ParameterException(command.commandLine(), fault);
    }
  }
}
