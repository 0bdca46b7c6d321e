package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.Role;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.Condition.Status;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.Aspect.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The condition JournalCopyHealthy: whether journals are copied where they are kept, before they
 * fill their volume. A storage manager that runs with the option journal-hot-copy enable keeps them
 * until they are copied, and stops when they fill its disk (NuoDB docs, Using Journal Hot Copy).
 */
final class JournalCopyHealthy {
  private static final String TYPE = "JournalCopyHealthy";

  private final PolicyObservation policy;
  private final ExpectedIntervals intervals;
  private final List<ReportedUnit> units;
  private final List<Instant> wakeUps;
  private final Instant now;

  private JournalCopyHealthy(
      PolicyObservation policy,
      ExpectedIntervals intervals,
      List<ReportedUnit> units,
      List<Instant> wakeUps,
      Instant now) {
    this.policy = policy;
    this.intervals = intervals;
    this.units = units;
    this.wakeUps = wakeUps;
    this.now = now;
  }

  /**
   * Empty where no journals are kept and none are to be copied.
   *
   * @param wakeUps gets when this changes by the passing of time alone
   */
  static Optional<Aspect> of(
      PolicyObservation policy,
      ExpectedIntervals intervals,
      List<ReportedUnit> units,
      List<Instant> wakeUps,
      Instant now) {
    var health = new JournalCopyHealthy(policy, intervals, units, wakeUps, now);
    boolean scheduled = intervals.since(HotCopyType.JOURNAL).isPresent();
    if (units.isEmpty() || !scheduled && health.keepers().isEmpty()) {
      return Optional.empty();
    }
    List<Finding> findings = scheduled ? health.findings() : List.of(health.notCopied());
    return Optional.of(
        Aspect.of(
            TYPE,
            findings,
            Reason.JournalsCopied,
            "the journals of all storage managers are copied in time" + health.room()));
  }

  private String keepers() {
    return pods(it -> Boolean.TRUE.equals(it.keepsJournals()));
  }

  /** Of those that are backed up: one that stands by needs no journals. */
  private String pods(Predicate<StorageManager> which) {
    return units.stream()
        .flatMap(unit -> unit.members().stream())
        .filter(it -> it.role() != Role.Standby)
        .filter(which)
        .map(StorageManager::pod)
        .collect(Collectors.joining(", "));
  }

  private Finding notCopied() {
    return new Finding(
        Status.False,
        Reason.JournalsNotCopied,
        "%s: these fill the disk of %s, which keeps them until they are copied%s"
            .formatted(whyNot(), keepers(), room()));
  }

  /** Where it is scarcest. */
  private String room() {
    return JournalRoom.scarcest(units.stream().flatMap(unit -> unit.members().stream()))
        .map(it -> "; " + JournalRoom.tell(it))
        .orElse("");
  }

  private String whyNot() {
    Schedule journal =
        Optional.ofNullable(policy.spec().schedules()).map(Schedules::journal).orElse(null);
    if (journal == null) {
      return "there is no spec.schedules.journal that copies journals";
    }
    if (policy.suspended()) {
      return "spec.suspend is true, so that no journals are copied";
    }
    return Boolean.TRUE.equals(journal.suspend())
        ? "spec.schedules.journal.suspend is true, so that no journals are copied"
        : "spec.schedules.journal makes no sense, so that no journals are copied";
  }

  private List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    String without = pods(it -> Boolean.FALSE.equals(it.keepsJournals()));
    if (!without.isEmpty()) {
      findings.add(
          new Finding(
              Status.False,
              Reason.JournalCopyNotEnabled,
              "without the option journal-hot-copy enable no journals are kept: " + without));
    }
    // An admin process that was asked and does not tell leaves it to be found out by trying.
    String unknown = pods(it -> it.keepsJournals() == null && it.archiveId() == null);
    if (!unknown.isEmpty()) {
      findings.add(
          new Finding(
              Status.Unknown,
              Reason.Discovering,
              "whether journals are kept is not known yet of " + unknown));
    }
    for (ReportedUnit unit : units) {
      filling(unit).ifPresent(findings::add);
      if (unit.members().stream().anyMatch(it -> !Boolean.FALSE.equals(it.keepsJournals()))) {
        suspended(unit).or(() -> old(unit)).ifPresent(findings::add);
      }
    }
    return findings;
  }

  private Optional<Finding> filling(ReportedUnit unit) {
    return JournalRoom.scarcest(unit.members().stream())
        .filter(
            it -> JournalRoom.scarce(it.journalVolume(), intervals.allowed(HotCopyType.JOURNAL)))
        .map(
            it ->
                new Finding(
                    Status.False,
                    Reason.JournalVolumeFilling,
                    JournalRoom.tell(it) + "; when it is full, the storage manager shuts down"));
  }

  /** Until a journal hot copy is good again. */
  private static Optional<Finding> suspended(ReportedUnit unit) {
    return unit.lastRun(HotCopyType.JOURNAL)
        .filter(run -> run.state() != RunState.Succeeded)
        .filter(run -> Reason.JournalCopySuspended.name().equals(run.reason()))
        .map(
            run ->
                new Finding(
                    Status.False,
                    Reason.JournalCopySuspended,
                    ("journal hot copies of %s have been refused since %s, until a full or"
                            + " incremental one completes")
                        .formatted(unit.name(), run.scheduledTime())));
  }

  private Optional<Finding> old(ReportedUnit unit) {
    Optional<Instant> newest = unit.newestEnd(HotCopyType.JOURNAL);
    Instant from =
        newest.orElseGet(
            () ->
                Stream.of(intervals.since(HotCopyType.JOURNAL).orElseThrow(), unit.creationTime())
                    .max(Instant::compareTo)
                    .orElseThrow());
    Instant tooOld = from.plus(intervals.allowed(HotCopyType.JOURNAL).orElseThrow());
    if (now.isBefore(tooOld)) {
      wakeUps.add(tooOld);
      return newest.isPresent()
          ? Optional.empty()
          : Optional.of(
              new Finding(
                  Status.Unknown,
                  Reason.NoBackupYet,
                  "there is no good journal hot copy of %s yet; one is due by %s"
                      .formatted(unit.name(), tooOld)));
    }
    String last =
        unit.lastRun(HotCopyType.JOURNAL)
            .map(Run::reason)
            .map(reason -> ": the last one ended with " + reason)
            .orElse("");
    return Optional.of(
        new Finding(
            Status.False,
            Reason.JournalCopyOld,
            newest
                    .map("the newest good journal hot copy of %%s ended at %s"::formatted)
                    .orElse("there is no good journal hot copy of %s")
                    .formatted(unit.name())
                + " and one was due by %s%s".formatted(tooOld, last)));
  }
}
