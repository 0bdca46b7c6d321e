package io.nuodb.backup.operator;

import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.HotCopyTarget;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** The agent's arguments that name one run of a hot copy. */
final class HotCopyArguments {
  private HotCopyArguments() {}

  /**
   * @param targets the first one's volume is mounted
   */
  static List<String> of(
      BackupPolicy policy,
      HotCopyType type,
      List<HotCopyTarget> targets,
      Instant notBefore,
      Instant deadline) {
    List<String> arguments = new ArrayList<>(new AdminConnection(policy).arguments());
    arguments.addAll(
        List.of(
            "--type",
            type.text(),
            "--not-before",
            notBefore.truncatedTo(ChronoUnit.SECONDS).toString(),
            "--deadline",
            deadline.truncatedTo(ChronoUnit.SECONDS).toString()));
    arguments.addAll(targets.size() == 1 ? alone(type, targets.getFirst()) : several(targets));
    return arguments;
  }

  private static List<String> alone(HotCopyType type, HotCopyTarget target) {
    List<String> arguments = new ArrayList<>(List.of("--storage-manager", target.pod()));
    arguments.addAll(List.of(destination(type, target), target.place().directory()));
    if (target.place().archiveUid() != null && target.set().isEmpty()) {
      arguments.addAll(List.of("--archive-uid", target.place().archiveUid()));
    }
    target
        .newestElement()
        .ifPresent(element -> arguments.addAll(List.of("--after-element", element)));
    return arguments;
  }

  private static String destination(HotCopyType type, HotCopyTarget target) {
    if (type == HotCopyType.SIMPLE) {
      return "--archive-directory";
    }
    return target.set().isPresent() ? "--backup-set" : "--backup-root";
  }

  private static List<String> several(List<HotCopyTarget> targets) {
    List<String> arguments = new ArrayList<>(List.of("--mounted", targets.getFirst().pod()));
    for (HotCopyTarget target : targets) {
      arguments.addAll(
          List.of("--storage-manager", target.pod() + "=" + target.place().directory()));
      target
          .newestElement()
          .ifPresent(
              element ->
                  arguments.addAll(List.of("--after-element", target.pod() + "=" + element)));
    }
    return arguments;
  }
}
