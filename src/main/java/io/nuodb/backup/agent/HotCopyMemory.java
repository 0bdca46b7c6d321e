package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.HotCopyId;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What an agent remembers between two looks at its hot copy. A pod that dies loses it: everything
 * here may only make decisions more careful or messages better, never be needed for safety.
 *
 * @param hotCopy the hot copy, once accepted or found
 * @param refusal why the last request was declined
 * @param refusedSets the directories of all declined requests
 * @param lostAnswers how many requests may have arrived without an answer coming back
 * @param silentSince since when the admin process has not answered
 * @param unsettledSince since when what was seen did not fit together
 * @param cancellingSince since when the hot copy is asked to stop
 */
record HotCopyMemory(
    Optional<HotCopyId> hotCopy,
    Optional<Refusal> refusal,
    Set<Path> refusedSets,
    int lostAnswers,
    Optional<Instant> silentSince,
    Optional<Instant> unsettledSince,
    Optional<Instant> cancellingSince) {
  static final HotCopyMemory BLANK =
      new HotCopyMemory(
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  HotCopyMemory {
    refusedSets = Set.copyOf(refusedSets);
  }

  HotCopyMemory accepted(HotCopyId id) {
    return answered(Optional.of(id), Optional.empty(), refusedSets, lostAnswers);
  }

  HotCopyMemory refused(Refusal why, Collection<Path> sets) {
    Set<Path> all = new HashSet<>(refusedSets);
    all.addAll(sets);
    return answered(hotCopy, Optional.of(why), all, lostAnswers);
  }

  HotCopyMemory answerLost() {
    return answered(hotCopy, Optional.empty(), refusedSets, lostAnswers + 1);
  }

  private HotCopyMemory answered(
      Optional<HotCopyId> id, Optional<Refusal> why, Set<Path> sets, int lost) {
    return new HotCopyMemory(id, why, sets, lost, silentSince, unsettledSince, cancellingSince);
  }

  /** After a look: whom it found, and whether the admin process is silent. */
  HotCopyMemory seen(Observation observation) {
    return switch (observation.domain()) {
      case Observation.Silent _ ->
          looked(hotCopy, silentSince.or(() -> Optional.of(observation.now())));
      case Observation.Answered answered ->
          looked(answered.hotCopy().map(status -> status.id()).or(() -> hotCopy), Optional.empty());
    };
  }

  private HotCopyMemory looked(Optional<HotCopyId> id, Optional<Instant> silent) {
    return new HotCopyMemory(
        id, refusal, refusedSets, lostAnswers, silent, unsettledSince, cancellingSince);
  }

  /** After a decision: only one that waits for things to settle keeps that waiting time. */
  HotCopyMemory decided(HotCopyStep step, Instant now) {
    return new HotCopyMemory(
        hotCopy,
        refusal,
        refusedSets,
        lostAnswers,
        silentSince,
        step instanceof HotCopyStep.Settle
            ? unsettledSince.or(() -> Optional.of(now))
            : Optional.empty(),
        step instanceof HotCopyStep.Cancel
            ? cancellingSince.or(() -> Optional.of(now))
            : cancellingSince);
  }
}
