package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.api.RestoreJobSpec;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What a restore takes its data from. */
public sealed interface RestorePlan {
  /** The set and the element to restore through. */
  record Restore(ObservedSet set, Element element) implements RestorePlan {}

  /** The source may become usable by itself. */
  record Wait(Reason reason, String message) implements RestorePlan {}

  /** The source does not exist or holds nothing, unless a person does something. */
  record Refuse(Reason reason, String message) implements RestorePlan {}

  /**
   * @param policyExists whether the source's policy exists, if it names one
   * @param sets all sets of the namespace
   */
  static RestorePlan of(RestoreJobSpec.Source source, boolean policyExists, List<NamedSet> sets) {
    return source.backupSetRef() != null
        ? ofSet(source.backupSetRef().name(), sets)
        : ofPolicy(source, policyExists, sets);
  }

  /** A set and the policy that made it. */
  record NamedSet(String policy, ObservedSet set) {}

  private static RestorePlan ofSet(String name, List<NamedSet> sets) {
    Optional<ObservedSet> found =
        sets.stream().map(NamedSet::set).filter(set -> set.name().equals(name)).findFirst();
    if (found.isEmpty()) {
      return new Refuse(
          Reason.BackupSetNotFound,
          "there is no BackupSet " + name + " in this namespace that the operator made");
    }
    if (found.get().type() == BackupSetStatus.Type.Simple) {
      return new Refuse(
          Reason.NoUsableBackupSet,
          "BackupSet %s is an archive that a simple hot copy made: it is used as it is"
              .formatted(name));
    }
    return switch (found.get().phase()) {
      case Open, Closed -> newest(found.get());
      case Initializing -> unfinished(found.get());
      case Failed ->
          new Refuse(
              Reason.NoUsableBackupSet,
              "the full hot copy of BackupSet " + name + " failed: it holds nothing to restore");
    };
  }

  private static RestorePlan unfinished(ObservedSet set) {
    return Conditions.find(
            set.status().map(BackupSetStatus::conditions).orElse(List.of()), Conditions.STALLED)
        .filter(stalled -> stalled.status() == Condition.Status.True)
        .<RestorePlan>map(stalled -> new Refuse(Reason.NoUsableBackupSet, stalled.message()))
        .orElseGet(
            () ->
                new Wait(
                    Reason.BackupSetInitializing,
                    "the full hot copy of BackupSet " + set.name() + " has not ended"));
  }

  private static RestorePlan ofPolicy(
      RestoreJobSpec.Source source, boolean policyExists, List<NamedSet> sets) {
    String policy = source.policyRef().name();
    List<ObservedSet> candidates =
        sets.stream()
            .filter(it -> it.policy().equals(policy))
            .map(NamedSet::set)
            .filter(set -> set.type() == BackupSetStatus.Type.Full)
            .filter(
                set ->
                    source.storageManager() == null
                        || source.storageManager().equals(set.storageManager().pod()))
            .toList();
    Optional<ObservedSet> newest =
        candidates.stream()
            .filter(set -> set.phase() == Phase.Open || set.phase() == Phase.Closed)
            .max(Comparator.comparing(set -> newestElement(set).endTime()));
    if (newest.isPresent()) {
      return newest(newest.get());
    }
    if (candidates.stream().anyMatch(set -> set.phase() == Phase.Initializing)) {
      return new Wait(
          Reason.BackupSetInitializing,
          "the first full hot copy of BackupPolicy " + policy + " has not ended");
    }
    return policyExists
        ? new Refuse(
            Reason.NoUsableBackupSet,
            "BackupPolicy " + policy + " has no complete BackupSet" + of(source))
        : new Refuse(
            Reason.PolicyNotFound, "there is no BackupPolicy " + policy + " in this namespace");
  }

  private static String of(RestoreJobSpec.Source source) {
    return source.storageManager() == null ? "" : " of pod " + source.storageManager();
  }

  private static RestorePlan newest(ObservedSet set) {
    return new Restore(set, newestElement(set));
  }

  /** Journal elements are no element to restore through (NuoDB docs, Using Backup Sets). */
  private static Element newestElement(ObservedSet set) {
    return set.status().orElseThrow().elements().stream()
        .filter(element -> element.type() != HotCopyType.JOURNAL)
        .max(Comparator.comparing(Element::endTime))
        .orElseThrow();
  }
}
