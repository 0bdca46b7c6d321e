package io.nuodb.backup.operator;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.Running;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.Abandonment;
import io.nuodb.backup.plan.Adoption;
import io.nuodb.backup.plan.CancellationLaunch;
import io.nuodb.backup.plan.Counted;
import io.nuodb.backup.plan.HotCopyLaunch;
import io.nuodb.backup.plan.InspectionLaunch;
import io.nuodb.backup.plan.PolicyObservation;
import io.nuodb.backup.plan.PolicyPlan;
import io.nuodb.backup.plan.Reason;
import io.nuodb.backup.plan.Unstarted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
        notes.add(started(running, observed, plan));
      }
    }
    for (InspectionLaunch launch : plan.inspections()) {
      if (isOfMember(launch, observed)) {
        continue;
      }
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
      for (HotCopyType type : HotCopyType.values()) {
        ended(before, unit, type).ifPresent(notes::add);
      }
    }
    for (HotCopyLaunch launch : plan.hotCopies()) {
      standIn(launch, before).ifPresent(notes::add);
    }
    for (CancellationLaunch launch : plan.cancellations()) {
      notes.add(
          new Note(
              Note.Type.Normal,
              "HotCopyCancelling",
              "hot copy %s into %s is being cancelled, as its annotation asks"
                  .formatted(launch.hotCopyId(), launch.backupSet()),
              launch.job()));
    }
    for (Abandonment abandonment : plan.abandonments()) {
      notes.add(
          new Note(
              Note.Type.Warning,
              Reason.PodNotStarted.name(),
              abandonment.message(),
              abandonment.job()));
    }
    for (Adoption adoption : plan.adoptions()) {
      notes.add(
          new Note(
              Note.Type.Normal,
              "BackupSetAdopted",
              "%s, made by somebody else, is followed as BackupSet %s"
                  .formatted(adoption.place().directory(), adoption.name()),
              adoption.name()));
    }
    return notes;
  }

  /** What a coordinated hot copy's own Job does not mount is always looked at by another. */
  private static boolean isOfMember(InspectionLaunch launch, PolicyObservation observed) {
    return observed.runs().stream()
        .filter(run -> run.job().name().equals(launch.lost().hotCopyJob()))
        .flatMap(run -> run.job().result().stream())
        .anyMatch(result -> result.succeeded());
  }

  private static boolean runs(BackupPolicyStatus status, String job) {
    return list(status.running()).stream().anyMatch(running -> running.job().equals(job));
  }

  private static Note started(Running running, PolicyObservation observed, PolicyPlan plan) {
    String work =
        "%s %s hot copy of %s by Job %s"
            .formatted(
                running.type() == HotCopyType.INCREMENTAL ? "an" : "a",
                running.type().text(),
                running.pod(),
                running.job());
    if (running.backupSet() != null) {
      work += " into " + running.backupSet();
    }
    Optional<HotCopyType> asked = inPlaceOf(running.job(), observed, plan);
    if (asked.isPresent()) {
      return new Note(
          Note.Type.Warning,
          inPlaceReason(running.type()).name(),
          "the %s hot copy that was due cannot be made yet: started %s"
              .formatted(asked.get().text(), work),
          occasion(running));
    }
    String rotation = plan.rotations().get(running.job());
    return rotation == null
        ? new Note(Note.Type.Normal, "HotCopyStarted", "started " + work, occasion(running))
        : new Note(
            Note.Type.Normal,
            "BackupSetRotated",
            "%s: started %s".formatted(rotation, work),
            occasion(running));
  }

  private static String occasion(Running running) {
    return running.job() + "/" + running.pod();
  }

  private static Reason inPlaceReason(HotCopyType type) {
    return type == HotCopyType.FULL ? Reason.NoCompleteBackupSet : Reason.JournalCopySuspended;
  }

  /** What was asked for, of a Job of this plan or of an earlier one that could not be reported. */
  private static Optional<HotCopyType> inPlaceOf(
      String job, PolicyObservation observed, PolicyPlan plan) {
    Stream<HotCopyType> launched =
        plan.hotCopies().stream()
            .filter(launch -> launch.job().equals(job) && launch.inPlaceOfAnother())
            .map(launch -> launch.key().type());
    Stream<HotCopyType> seen =
        observed.runs().stream()
            .filter(run -> run.job().name().equals(job) && run.inPlaceOfAnother())
            .map(run -> run.key().type());
    return Stream.concat(launched, seen).findFirst();
  }

  /** That another storage manager is backed up than before, and why. */
  private static Optional<Note> standIn(HotCopyLaunch launch, Optional<BackupPolicyStatus> before) {
    String primary = launch.unit().primary().pod();
    boolean stoodIn =
        before.map(BackupPolicyStatus::storageManagers).stream()
            .flatMap(List::stream)
            .filter(it -> launch.unit().name().equals(it.unit()))
            .flatMap(it -> it.lastRuns().stream().map(run -> new LastRun(it.pod(), run)))
            .max(Comparator.comparing(last -> last.run().startTime()))
            .filter(last -> !last.pod().equals(primary))
            .isPresent();
    if (launch.unit().standsIn()) {
      return Optional.of(
          new Note(
              Note.Type.Warning,
              "StandbyTookOver",
              "%s stands in for %s, which is not Ready: the %s hot copy of %s is taken there"
                  .formatted(
                      launch.unit().pods(), primary, launch.type().text(), launch.unit().name()),
              launch.job()));
    }
    return stoodIn
        ? Optional.of(
            new Note(
                Note.Type.Normal,
                "StandbyHandedBack",
                "%s is Ready again: hot copies of %s are taken there"
                    .formatted(primary, launch.unit().name()),
                launch.job()))
        : Optional.empty();
  }

  private record LastRun(String pod, Run run) {}

  private static Note unstarted(Unstarted unstarted) {
    boolean missed = unstarted.state() == RunState.Missed;
    String earlier =
        unstarted.count() > 1
            ? " and " + Counted.of(unstarted.count() - 1, "earlier one", "earlier ones")
            : "";
    String message =
        "the %s hot copy of %s due at %s%s did not take place: %s: %s"
            .formatted(
                unstarted.type().text(),
                unstarted.unit(),
                unstarted.newest(),
                earlier,
                unstarted.reason(),
                unstarted.message());
    return new Note(
        missed ? Note.Type.Warning : Note.Type.Normal,
        missed ? "HotCopyMissed" : "HotCopySuperseded",
        message,
        unstarted.unit() + "/" + unstarted.type() + "/" + unstarted.newest());
  }

  /** A run that was not known to have ended, and has. */
  private static Optional<Note> ended(
      Optional<BackupPolicyStatus> before, StorageManager unit, HotCopyType type) {
    Run run = unit.last(type);
    boolean known =
        before.map(BackupPolicyStatus::storageManagers).stream()
            .flatMap(List::stream)
            .map(old -> old.last(type))
            .filter(Objects::nonNull)
            .anyMatch(
                old -> run != null && old.job().equals(run.job()) && old.state() == run.state());
    if (run == null || run.state() == RunState.Running || known) {
      return Optional.empty();
    }
    String what =
        "%s hot copy of %s%s"
            .formatted(
                type.text(), unit.pod(), run.backupSet() == null ? "" : " into " + run.backupSet());
    String occasion = run.job() + "/" + unit.pod();
    return Optional.of(
        switch (run.state()) {
          case Succeeded ->
              new Note(
                  Note.Type.Normal,
                  "HotCopySucceeded",
                  what + " is complete" + (run.element() == null ? "" : ": " + run.element()),
                  occasion);
          case Waiting ->
              new Note(
                  Note.Type.Warning,
                  "HotCopyWaiting",
                  "%s is tried again: %s: %s".formatted(what, run.reason(), run.message()),
                  occasion);
          case Missed ->
              new Note(
                  Note.Type.Warning,
                  "HotCopyMissed",
                  "%s did not take place: %s: %s".formatted(what, run.reason(), run.message()),
                  occasion);
          default ->
              new Note(
                  Note.Type.Warning,
                  "HotCopyFailed",
                  "%s failed: %s: %s".formatted(what, run.reason(), run.message()),
                  occasion);
        });
  }

  private static <T> List<T> list(List<T> list) {
    return Objects.requireNonNullElse(list, List.of());
  }
}
