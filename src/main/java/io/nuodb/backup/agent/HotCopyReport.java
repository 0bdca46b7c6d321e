package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.BackupElement;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
import io.nuodb.backup.nuodb.DirectorySize;
import io.nuodb.backup.nuodb.HotCopyType;
import io.nuodb.backup.nuodb.StorageManagerProcess;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The result of a hot copy: its outcome, and what it left on the volume. */
final class HotCopyReport {
  private final HotCopyTask task;
  private final HotCopyMemory memory;
  private final Observation seen;
  private final StorageGroups groups;
  private final Optional<JobResult.Volume> room;

  /**
   * @param seen the last look at the hot copy
   */
  HotCopyReport(HotCopyTask task, HotCopyMemory memory, Observation seen, StorageGroups groups) {
    this.task = task;
    this.memory = memory;
    this.seen = seen;
    this.groups = groups;
    this.room = MountedVolume.of(task);
  }

  /** What was left, as far as it could be read; null where there is nothing to tell. */
  private record Left(JobResult.BackupSet set, JobResult.ArchiveCopy copy) {
    static final Left NOTHING = new Left(null, null);
  }

  JobResult completed(HotCopyProduct product) {
    try {
      return switch (product) {
        case HotCopyProduct.Element(BackupSetOnDisk set, BackupElement element) -> {
          JobResult.BackupSet report = BackupSetReport.of(set, Optional.of(element));
          yield succeeded(
              "element %s, %d bytes".formatted(element.name(), report.element().size()),
              new Left(report, null));
        }
        case HotCopyProduct.Archive(ArchiveCopy copy) -> {
          JobResult.ArchiveCopy report = report(copy);
          yield succeeded(
              "archive %s, %d bytes".formatted(copy.directory(), report.size()),
              new Left(null, report));
        }
        case HotCopyProduct.Unseen(String message) -> succeeded(message, Left.NOTHING);
      };
    } catch (IOException e) {
      return result(
          Cause.BackupSetUnreadable, "cannot measure what was copied: " + e, Left.NOTHING);
    }
  }

  private JobResult succeeded(String what, Left left) {
    return result(null, task.title() + " completed: " + what + passedOver(seen.volume()), left);
  }

  /** Tells what is on the volume all the same, where it can be read. */
  JobResult failed(HotCopyStep.Failed failure) {
    Observation.Volume volume = HotCopyVolume.read(task);
    String need =
        failure.cause() == Cause.BackupVolumeFull ? MountedVolume.need(task, volume, room) : "";
    String message = failure.message() + need + passedOver(volume);
    Left left = Left.NOTHING;
    try {
      left = left(volume);
    } catch (IOException e) {
      // The failure's own cause is what matters; the result says nothing about the volume.
    }
    return result(failure.cause(), message, left);
  }

  private static String passedOver(Observation.Volume volume) {
    return volume.passedOver().isEmpty()
        ? ""
        : "; passed over, as older than the newest set: " + String.join(", ", volume.passedOver());
  }

  private Left left(Observation.Volume volume) throws IOException {
    if (volume.copy().isPresent()) {
      return new Left(null, report(volume.copy().get()));
    }
    if (!volume.sets().isEmpty()) {
      return new Left(BackupSetReport.of(volume.sets().getFirst(), Optional.empty()), null);
    }
    return volume.unreadable().isPresent() || task.type() == HotCopyType.SIMPLE
        ? Left.NOTHING
        : task.mounted()
            .map(target -> new Left(BackupSetReport.absent(target.destination()), null))
            .orElse(Left.NOTHING);
  }

  private static JobResult.ArchiveCopy report(ArchiveCopy copy) throws IOException {
    return new JobResult.ArchiveCopy(
        copy.directory().toString(), copy.complete(), DirectorySize.of(copy.directory()).bytes());
  }

  private JobResult result(Cause cause, String message, Left left) {
    List<JobResult.StorageManager> storageManagers =
        task.pods().stream().map(this::storageManager).toList();
    return new JobResult(
        cause,
        message,
        task.coordinated() ? storageManagers : null,
        task.coordinated() ? null : storageManagers.getFirst(),
        memory
            .hotCopy()
            .map(id -> new JobResult.HotCopy(id.hotCopyId(), id.coordinatorStartId()))
            .orElse(null),
        room.orElse(null),
        left.set(),
        left.copy(),
        null);
  }

  private JobResult.StorageManager storageManager(String pod) {
    Optional<StorageManagerProcess> process =
        seen.domain() instanceof Observation.Answered answered
            ? answered.in(pod)
            : Optional.empty();
    return new JobResult.StorageManager(
        pod,
        process.map(StorageManagerProcess::archiveId).orElse(null),
        process.map(StorageManagerProcess::startId).orElse(null),
        process.map(StorageManagerProcess::state).orElse(null),
        process.flatMap(StorageManagerProcess::keepsJournals).orElse(null),
        process.map(groups::servedBy).orElse(null));
  }
}
