package io.nuodb.backup.plan;

import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Counts;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.BackupSetStatus.Recoverable;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import io.nuodb.backup.api.BackupSetStatus.Type;
import io.nuodb.backup.api.Condition;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.plan.Conditions.State;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is true of a backup set, from its record, the results of its hot copies and its siblings.
 */
public final class BackupSetState {
  static final int MOST_ELEMENTS = 20;

  private BackupSetState() {}

  /**
   * The set's new status. Results that were counted before change nothing.
   *
   * @param outcomes of the hot copies into this set whose results are at hand
   * @param siblings other sets of the same policy
   */
  public static BackupSetStatus of(
      ObservedSet set, List<HotCopyOutcome> outcomes, List<ObservedSet> siblings, Instant now) {
    if (set.type() == Type.Simple) {
      return SimpleCopyState.of(set, outcomes, now);
    }
    Optional<BackupSetStatus> before = set.status();
    if (outcomes.isEmpty() && before.filter(status -> stays(set, status, siblings)).isPresent()) {
      return before.get();
    }
    List<JobResult> results =
        outcomes.stream()
            .map(HotCopyOutcome::outcome)
            .filter(Outcome.Succeeded.class::isInstance)
            .map(outcome -> ((Outcome.Succeeded) outcome).result())
            .filter(result -> result.backupSet() != null && result.backupSet().element() != null)
            .toList();
    List<Element> elements = elements(before, results);
    Optional<JobResult.BackupSet> fullest =
        results.stream()
            .map(JobResult::backupSet)
            .max(Comparator.comparingInt(BackupSetState::elements));
    Optional<Recoverable> recoverable = recoverable(before, elements);
    boolean running = outcomes.stream().anyMatch(it -> it.outcome().unfinished());
    boolean failed = fullOutcome(outcomes, Outcome.Failed.class).isPresent();
    Phase phase = phase(set, siblings, recoverable, running, failed);
    Optional<JobResult.StorageManager> ran =
        results.stream().map(JobResult::storageManager).filter(Objects::nonNull).findFirst();
    Optional<Counts> counts =
        fullest
            .map(it -> new Counts(it.fulls(), it.incrementals(), it.journals()))
            .filter(
                it ->
                    before
                        .map(BackupSetStatus::counts)
                        .map(known -> elements(it) >= elements(known))
                        .orElse(true));
    return new BackupSetStatus(
        set.generation(),
        phase,
        set.type(),
        storageManager(set, ran, fullest),
        fullest
            .map(JobResult.BackupSet::setId)
            .or(() -> before.map(BackupSetStatus::setId))
            .orElse(null),
        fullest
            .map(JobResult.BackupSet::collectionId)
            .or(() -> before.map(BackupSetStatus::collectionId))
            .orElse(null),
        fullest
            .map(JobResult.BackupSet::databaseId)
            .or(() -> before.map(BackupSetStatus::databaseId))
            .orElse(null),
        elements,
        counts.or(() -> before.map(BackupSetStatus::counts)).orElse(null),
        counts
            .map(_ -> quantity(fullest.orElseThrow().size()))
            .or(() -> before.map(BackupSetStatus::size))
            .orElse(null),
        recoverable.orElse(null),
        conditions(before, phase, outcomes, set.generation(), now));
  }

  /** As most sets of a policy do, to which nothing is added any more. */
  private static boolean stays(
      ObservedSet set, BackupSetStatus status, List<ObservedSet> siblings) {
    Optional<Recoverable> recoverable = Optional.ofNullable(status.recoverable());
    return recoverable.isPresent()
        && Objects.equals(status.observedGeneration(), set.generation())
        && phase(set, siblings, recoverable, false, false) == status.phase();
  }

  private static int elements(JobResult.BackupSet set) {
    return set.fulls() + set.incrementals() + set.journals();
  }

  private static int elements(Counts counts) {
    return counts.full() + counts.incremental() + counts.journal();
  }

  private static List<Element> elements(Optional<BackupSetStatus> before, List<JobResult> results) {
    Map<String, Element> byName = new LinkedHashMap<>();
    for (Element element :
        Objects.requireNonNullElse(
            before.map(BackupSetStatus::elements).orElse(null), List.<Element>of())) {
      byName.put(element.name(), element);
    }
    for (JobResult result : results) {
      Element element = element(result.backupSet().element());
      byName.put(element.name(), element);
    }
    List<Element> sorted = new ArrayList<>(byName.values());
    sorted.sort(Comparator.comparing(Element::endTime));
    return shortened(sorted);
  }

  /** The full and the newest incremental, which restores start from, and the newest others. */
  private static List<Element> shortened(List<Element> sorted) {
    if (sorted.size() <= MOST_ELEMENTS) {
      return sorted;
    }
    Set<String> kept = new HashSet<>();
    newest(sorted, HotCopyType.FULL).map(Element::name).ifPresent(kept::add);
    newest(sorted, HotCopyType.INCREMENTAL).map(Element::name).ifPresent(kept::add);
    for (Element element : sorted.reversed()) {
      if (kept.size() < MOST_ELEMENTS) {
        kept.add(element.name());
      }
    }
    return sorted.stream().filter(element -> kept.contains(element.name())).toList();
  }

  private static Optional<Element> newest(List<Element> sorted, HotCopyType type) {
    return sorted.reversed().stream().filter(element -> element.type() == type).findFirst();
  }

  private static Element element(JobResult.Element found) {
    return new Element(
        found.name(),
        found.id(),
        HotCopyType.valueOf(found.type().toUpperCase(Locale.ROOT)),
        found.startTime(),
        found.endTime(),
        quantity(found.size()));
  }

  static Quantity quantity(long bytes) {
    return Quantity.fromNumericalAmount(BigDecimal.valueOf(bytes), null);
  }

  /** From the end of the full to the end of the newest element; empty without a full. */
  private static Optional<Recoverable> recoverable(
      Optional<BackupSetStatus> before, List<Element> elements) {
    Optional<Instant> from =
        elements.stream()
            .filter(element -> element.type() == HotCopyType.FULL)
            .map(Element::endTime)
            .findFirst()
            .or(() -> before.map(BackupSetStatus::recoverable).map(Recoverable::from));
    return from.map(start -> new Recoverable(start, elements.getLast().endTime()));
  }

  private static <T extends Outcome> Optional<T> fullOutcome(
      List<HotCopyOutcome> outcomes, Class<T> kind) {
    return outcomes.stream()
        .filter(it -> it.type() == HotCopyType.FULL)
        .map(HotCopyOutcome::outcome)
        .filter(kind::isInstance)
        .map(kind::cast)
        .findFirst();
  }

  private static Phase phase(
      ObservedSet set,
      List<ObservedSet> siblings,
      Optional<Recoverable> recoverable,
      boolean running,
      boolean failed) {
    if (recoverable.isPresent()) {
      boolean closed = !running && succeeded(set, siblings, recoverable.get().from());
      return closed ? Phase.Closed : Phase.Open;
    }
    return failed || set.phase() == Phase.Failed ? Phase.Failed : Phase.Initializing;
  }

  private static boolean succeeded(ObservedSet set, List<ObservedSet> siblings, Instant from) {
    for (ObservedSet sibling : siblings) {
      if (follows(sibling, set, from)) {
        return true;
      }
    }
    return false;
  }

  private static boolean follows(ObservedSet sibling, ObservedSet set, Instant from) {
    return !sibling.name().equals(set.name())
        && sibling.storageManager().pod().equals(set.storageManager().pod())
        && Objects.equals(
            sibling.storageManager().persistentVolumeClaim(),
            set.storageManager().persistentVolumeClaim())
        && sibling
            .status()
            .map(BackupSetStatus::recoverable)
            .filter(recoverable -> recoverable.from().isAfter(from))
            .isPresent();
  }

  private static StorageManager storageManager(
      ObservedSet set,
      Optional<JobResult.StorageManager> ran,
      Optional<JobResult.BackupSet> found) {
    StorageManager known =
        set.status().map(BackupSetStatus::storageManager).orElse(set.storageManager());
    return new StorageManager(
        known.pod(),
        ran.map(JobResult.StorageManager::archiveId).orElse(known.archiveId()),
        found.map(JobResult.BackupSet::archiveUid).orElse(known.archiveUid()),
        known.directory(),
        known.persistentVolumeClaim(),
        known.volumePath(),
        known.engineImage(),
        known.runAsUser(),
        known.fsGroup());
  }

  private static List<Condition> conditions(
      Optional<BackupSetStatus> before,
      Phase phase,
      List<HotCopyOutcome> outcomes,
      long generation,
      Instant now) {
    List<Condition> old = before.map(BackupSetStatus::conditions).orElse(List.of());
    return switch (phase) {
      case Initializing ->
          fullOutcome(outcomes, Outcome.Unknown.class)
              .map(
                  it ->
                      Conditions.of(
                          old,
                          State.RECONCILING,
                          Reason.Inspecting.name(),
                          it.message(),
                          generation,
                          now))
              .orElseGet(
                  () ->
                      Conditions.of(
                          old,
                          State.RECONCILING,
                          Reason.FullHotCopyRunning.name(),
                          "the full hot copy has not ended",
                          generation,
                          now));
      case Open, Closed ->
          Conditions.of(
              old, State.READY, Reason.Complete.name(), "the set can be restored", generation, now);
      case Failed ->
          fullOutcome(outcomes, Outcome.Failed.class)
              .map(
                  it ->
                      Conditions.of(old, State.STALLED, it.reason(), it.message(), generation, now))
              .orElse(old);
    };
  }
}
