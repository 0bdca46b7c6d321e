package io.nuodb.backup.operator;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.Running;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.InspectionLaunch;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.PolicyPlan;
import io.nuodb.backup.plan.Reason;
import io.nuodb.backup.plan.Unstarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** What a plan that was carried out is worth telling. */
final class PolicyNotes {
  private PolicyNotes() {}

  static List<Note> of(PolicyObservation observed, PolicyPlan plan) {
    Optional<BackupPolicyStatus> before = observed.status();
    List<Note> notes =
        new ArrayList<>(
            ConditionNotes.of(
                before.map(BackupPolicyStatus::conditions).orElse(List.of()),
                plan.status().conditions()));
    for (Running running : list(plan.status().running())) {
      if (before.stream().noneMatch(status -> runs(status, running.job()))) {
        notes.add(started(running, inPlaceOfIncremental(running.job(), observed, plan)));
      }
    }
    for (InspectionLaunch launch : plan.inspections()) {
      notes.add(
          new Note(
              Note.Type.Warning,
              "HotCopyInspected",
              "Job %s did not tell what became of its hot copy: Job %s finds out"
                  .formatted(launch.lost().hotCopyJob(), launch.job()),
              launch.job()));
    }
    for (Unstarted unstarted : plan.unstarted()) {
      notes.add(unstarted(unstarted));
    }
    for (StorageManager unit : list(plan.status().storageManagers())) {
      ended(before, unit, HotCopyType.FULL).ifPresent(notes::add);
      ended(before, unit, HotCopyType.INCREMENTAL).ifPresent(notes::add);
    }
    return notes;
  }

  private static boolean runs(BackupPolicyStatus status, String job) {
    return list(status.running()).stream().anyMatch(running -> running.job().equals(job));
  }

  /** Of a Job of this plan, or of an earlier one that could not be reported. */
  private static boolean inPlaceOfIncremental(
      String job, PolicyObservation observed, PolicyPlan plan) {
    return plan.hotCopies().stream()
            .anyMatch(launch -> launch.job().equals(job) && launch.inPlaceOfIncremental())
        || observed.runs().stream()
            .anyMatch(run -> run.job().name().equals(job) && run.inPlaceOfIncremental());
  }

  private static Note started(Running running, boolean inPlaceOfIncremental) {
    String work =
        "%s hot copy of %s into %s by Job %s"
            .formatted(running.type().text(), running.pod(), running.backupSet(), running.job());
    return inPlaceOfIncremental
        ? new Note(
            Note.Type.Warning,
            Reason.NoCompleteBackupSet.name(),
            "an incremental was due and has no complete backup set to add to: started a " + work,
            running.job())
        : new Note(Note.Type.Normal, "HotCopyStarted", "started a " + work, running.job());
  }

  private static Note unstarted(Unstarted unstarted) {
    boolean missed = unstarted.state() == RunState.Missed;
    String earlier =
        unstarted.count() > 1 ? " and %d earlier ones".formatted(unstarted.count() - 1) : "";
    String message =
        "the %s hot copy of %s due at %s%s did not take place: %s: %s"
            .formatted(
                unstarted.type().text(),
                unstarted.pod(),
                unstarted.newest(),
                earlier,
                unstarted.reason(),
                unstarted.message());
    return new Note(
        missed ? Note.Type.Warning : Note.Type.Normal,
        missed ? "HotCopyMissed" : "HotCopySuperseded",
        message,
        unstarted.pod() + "/" + unstarted.type() + "/" + unstarted.newest());
  }

  /** A run that was not known to have ended, and has. */
  private static Optional<Note> ended(
      Optional<BackupPolicyStatus> before, StorageManager unit, HotCopyType type) {
    Run run = last(unit, type);
    boolean known =
        before.map(BackupPolicyStatus::storageManagers).stream()
            .flatMap(List::stream)
            .map(old -> last(old, type))
            .filter(Objects::nonNull)
            .anyMatch(
                old -> run != null && old.job().equals(run.job()) && old.state() == run.state());
    if (run == null || run.state() == RunState.Running || known) {
      return Optional.empty();
    }
    String what = "%s hot copy of %s into %s".formatted(type.text(), unit.pod(), run.backupSet());
    return Optional.of(
        run.state() == RunState.Succeeded
            ? new Note(
                Note.Type.Normal,
                "HotCopySucceeded",
                what + " is complete: " + run.element(),
                run.job())
            : new Note(
                Note.Type.Warning,
                "HotCopyFailed",
                "%s failed: %s: %s".formatted(what, run.reason(), run.message()),
                run.job()));
  }

  private static Run last(StorageManager unit, HotCopyType type) {
    return switch (type) {
      case FULL -> unit.lastFull();
      case INCREMENTAL -> unit.lastIncremental();
    };
  }

  private static <T> List<T> list(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
