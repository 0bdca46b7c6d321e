package io.nuodb.backup.agent;

import io.nuodb.backup.job.JobProgress;
import io.nuodb.backup.nuodb.DirectorySize;
import io.nuodb.backup.nuodb.HotCopyStatus;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Tells in the log how far a running hot copy is, as lines of {@link JobProgress}. What it has
 * written is measured by walking its directory, which may take long: a line is followed by a pause
 * of many times the while that it took, and of some seconds at least.
 */
final class HotCopyProgress {
  private static final Duration PAUSE = Duration.ofSeconds(5);
  private static final int PAUSES_PER_MEASUREMENT = 20;

  private final HotCopyTask task;
  private final Progress progress;
  private final Clock clock;
  private Instant next = Instant.MIN;

  HotCopyProgress(HotCopyTask task, Progress progress, Clock clock) {
    this.task = task;
    this.progress = progress;
    this.clock = clock;
  }

  /** Writes a line, unless the last one was only just written. */
  void report(HotCopyStatus status) {
    Instant begin = clock.instant();
    if (begin.isBefore(next)) {
      return;
    }
    progress.report(
        new JobProgress(
                task.type().text(),
                status.id().hotCopyId(),
                status.id().coordinatorStartId(),
                status.stage() == 0 ? null : status.stage(),
                status.message(),
                bytes(status).orElse(null))
            .toJson());
    Instant end = clock.instant();
    Duration pause = Duration.between(begin, end).multipliedBy(PAUSES_PER_MEASUREMENT);
    next = end.plus(pause.compareTo(PAUSE) > 0 ? pause : PAUSE);
  }

  private Optional<Long> bytes(HotCopyStatus status) {
    Optional<Path> directory = WorkDirectory.of(task, status);
    try {
      return directory.isPresent()
          ? Optional.of(DirectorySize.of(directory.get()).bytes())
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }
}
