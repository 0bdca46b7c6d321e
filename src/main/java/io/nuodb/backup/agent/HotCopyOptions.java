package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.HotCopyId;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that name one run of a hot copy. */
final class HotCopyOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Mixin private AdminOptions admin;
  @Mixin private TargetOptions targets;

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "${COMPLETION-CANDIDATES}, in any case.")
  private HotCopyType type;

  @Option(
      names = "--not-before",
      required = true,
      paramLabel = "INSTANT",
      description =
          "Incremental and journal hot copies that began earlier are none of this run's, unless"
              + " --after-element tells; nor is an older archive a simple one's.")
  private Instant notBefore;

  @Option(
      names = "--deadline",
      required = true,
      paramLabel = "INSTANT",
      description = "When to cancel the hot copy.")
  private Instant deadline;

  @Option(
      names = "--engine-texts",
      paramLabel = "FILE",
      description =
          "What the engine's messages mean, where it says it otherwise than known here: lines with"
              + " a cause and a regular expression.")
  private Optional<Path> engineTexts = Optional.empty();

  AdminClient client() {
    return admin.client();
  }

  EngineTexts engineTexts() {
    try {
      return engineTexts.isPresent() ? EngineTexts.with(engineTexts.get()) : EngineTexts.known();
    } catch (IOException | IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), "cannot use --engine-texts: " + e);
    }
  }

  /** A run that starts its hot copy unless it is there. */
  HotCopyTask toStart(Optional<Long> maxRate, boolean partialStorageGroups) {
    return task(maxRate, partialStorageGroups, Optional.empty(), true);
  }

  /** A run that is only looked after. */
  HotCopyTask toFollow(Optional<HotCopyId> known) {
    return task(Optional.empty(), false, known, false);
  }

  private HotCopyTask task(
      Optional<Long> maxRate,
      boolean partialStorageGroups,
      Optional<HotCopyId> known,
      boolean mayStart) {
    List<Target> all = targets.targets(type);
    return new HotCopyTask(
        admin.database(),
        type,
        all,
        targets.mounted(all),
        maxRate,
        partialStorageGroups,
        notBefore,
        deadline,
        known,
        mayStart);
  }
}
