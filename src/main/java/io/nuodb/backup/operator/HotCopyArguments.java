package io.nuodb.backup.operator;

import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The agent's arguments that name one run of a hot copy. */
final class HotCopyArguments {
  private HotCopyArguments() {}

  static List<String> of(
      BackupPolicy policy,
      String pod,
      HotCopyType type,
      String directory,
      Optional<String> afterElement,
      Instant notBefore,
      Instant deadline) {
    List<String> arguments = new ArrayList<>();
    afterElement.ifPresent(element -> arguments.addAll(List.of("--after-element", element)));
    arguments.addAll(new AdminConnection(policy).arguments());
    arguments.addAll(
        List.of(
            "--storage-manager",
            pod,
            "--type",
            type.text(),
            "--backup-set",
            directory,
            "--not-before",
            notBefore.truncatedTo(ChronoUnit.SECONDS).toString(),
            "--deadline",
            deadline.truncatedTo(ChronoUnit.SECONDS).toString()));
    return arguments;
  }
}
