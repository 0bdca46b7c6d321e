package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import io.nuodb.backup.nuodb.AdminAccessException;
import io.nuodb.backup.nuodb.AdminException;
import io.nuodb.backup.nuodb.AdminRefusedException;
import io.nuodb.backup.nuodb.AdminUnavailableException;
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
 * @param clientUnknown whether the admin process once did not know the client at a request
 * @param lostAnswers how many requests may have arrived without an answer coming back
 * @param silentSince since when the admin process has not answered
 * @param unsettledSince since when what was seen did not fit together
 * @param cancellingSince since when the hot copy is asked to stop
 */
record HotCopyMemory(
    Optional<HotCopyId> hotCopy,
    Optional<Refusal> refusal,
    Set<Path> refusedSets,
    boolean clientUnknown,
    int lostAnswers,
    Optional<Instant> silentSince,
    Optional<Instant> unsettledSince,
    Optional<Instant> cancellingSince) {
  static final HotCopyMemory BLANK =
      new HotCopyMemory(
          Optional.empty(),
          Optional.empty(),
          Set.of(),
          false,
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  HotCopyMemory {
    refusedSets = Set.copyOf(refusedSets);
  }

  /** Whatever was declined before: the run has its hot copy. */
  HotCopyMemory accepted(HotCopyId id) {
    return answered(Optional.of(id), Optional.empty(), refusedSets, lostAnswers);
  }

  /**
   * After a request that was not accepted.
   *
   * @param sets the directories that it named
   */
  HotCopyMemory failed(AdminException failure, EngineTexts texts, Collection<Path> sets) {
    return switch (failure) {
      case AdminAccessException access -> notAdmitted(access, sets);
      case AdminRefusedException refused -> refused(texts.refusal(refused.getMessage()), sets);
      case AdminUnavailableException lost when lost.mayHaveArrived() -> answerLost();
      case AdminUnavailableException _ -> this;
    };
  }

  /**
   * One that may look but not start hot copies is refused for good. One that is not known may be
   * once its files are read anew: they may just have been renewed.
   */
  private HotCopyMemory notAdmitted(AdminAccessException access, Collection<Path> sets) {
    return switch (access.kind()) {
      case FORBIDDEN -> refused(new Refusal(Cause.HotCopyRefused, access.getMessage()), sets);
      case REFUSED ->
          clientUnknown
              ? refused(new Refusal(Cause.HotCopyRefused, access.getMessage()), sets)
              : unknown();
      case TLS, UNREADABLE -> access.mayHaveArrived() ? answerLost() : this;
    };
  }

  private HotCopyMemory unknown() {
    return new HotCopyMemory(
        hotCopy,
        refusal,
        refusedSets,
        true,
        lostAnswers,
        silentSince,
        unsettledSince,
        cancellingSince);
  }

  HotCopyMemory refused(Refusal why, Collection<Path> sets) {
    Set<Path> all = new HashSet<>(refusedSets);
    all.addAll(sets);
    return answered(hotCopy, Optional.of(why), all, lostAnswers);
  }

  private HotCopyMemory answerLost() {
    return answered(hotCopy, Optional.empty(), refusedSets, lostAnswers + 1);
  }

  private HotCopyMemory answered(
      Optional<HotCopyId> id, Optional<Refusal> why, Set<Path> sets, int lost) {
    return new HotCopyMemory(
        id, why, sets, clientUnknown, lost, silentSince, unsettledSince, cancellingSince);
  }

  /** After a look: whom it found, and whether the admin process is silent. */
  HotCopyMemory seen(Observation observation) {
    return switch (observation.domain()) {
      case Observation.Silent _ ->
          silentSince(silentSince.or(() -> Optional.of(observation.now())));
      case Observation.Answered answered ->
          answered
              .hotCopy()
              .map(status -> accepted(status.id()))
              .orElse(this)
              .silentSince(Optional.empty());
    };
  }

  private HotCopyMemory silentSince(Optional<Instant> silent) {
    return new HotCopyMemory(
        hotCopy,
        refusal,
        refusedSets,
        clientUnknown,
        lostAnswers,
        silent,
        unsettledSince,
        cancellingSince);
  }

  /** After a decision: only one that waits for things to settle keeps that waiting time. */
  HotCopyMemory decided(HotCopyStep step, Instant now) {
    return new HotCopyMemory(
        hotCopy,
        refusal,
        refusedSets,
        clientUnknown,
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
