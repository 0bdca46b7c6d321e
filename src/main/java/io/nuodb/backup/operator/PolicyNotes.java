package io.nuodb.backup.operator;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.HotCopyLaunch;
import io.nuodb.backup.plan.InspectionLaunch;
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

  static List<Note> of(Optional<BackupPolicyStatus> before, PolicyPlan plan) {
    List<Note> notes =
        new ArrayList<>(
            ConditionNotes.of(
                before.map(BackupPolicyStatus::conditions).orElse(List.of()),
                plan.status().conditions()));
    for (HotCopyLaunch launch : plan.hotCopies()) {
      notes.add(started(launch));
    }
    for (InspectionLaunch launch : plan.inspections()) {
      notes.add(
          new Note(
              Note.Type.Warning,
              "HotCopyInspected",
              "Job %s left no result: Job %s finds out what became of its hot copy"
                  .formatted(launch.lost().hotCopyJob(), launch.job()),
              launch.job()));
    }
    for (Unstarted unstarted : plan.unstarted()) {
      notes.add(unstarted(unstarted));
    }
    for (StorageManager unit :
        Objects.requireNonNullElse(plan.status().storageManagers(), List.<StorageManager>of())) {
      ended(before, unit, HotCopyType.FULL).ifPresent(notes::add);
      ended(before, unit, HotCopyType.INCREMENTAL).ifPresent(notes::add);
    }
    return notes;
  }

  private static Note started(HotCopyLaunch launch) {
    String work =
        "%s hot copy of %s into %s by Job %s"
            .formatted(launch.type().text(), launch.unit().pod(), launch.backupSet(), launch.job());
    return launch.inPlaceOfIncremental()
        ? new Note(
            Note.Type.Warning,
            Reason.NoCompleteBackupSet.name(),
            "an incremental was due and has no complete backup set to add to: started a " + work,
            launch.job())
        : new Note(Note.Type.Normal, "HotCopyStarted", "started a " + work, launch.job());
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
}
