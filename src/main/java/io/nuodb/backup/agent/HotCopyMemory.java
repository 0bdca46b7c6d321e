package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.HotCopyId;
import java.time.Instant;
import java.util.Optional;

/**
 * What an agent remembers between two looks at its hot copy. A pod that dies loses it: everything
 * here may only make decisions more careful or messages better, never be needed for safety.
 *
 * @param hotCopy the hot copy, once accepted or found
 * @param refusal why the request was declined
 * @param lostAnswers how many requests may have arrived without an answer coming back
 * @param silentSince since when the admin process has not answered
 * @param unsettledSince since when what was seen did not fit together
 * @param cancellingSince since when the hot copy is asked to stop
 */
record HotCopyMemory(
    Optional<HotCopyId> hotCopy,
    Optional<String> refusal,
    int lostAnswers,
    Optional<Instant> silentSince,
    Optional<Instant> unsettledSince,
    Optional<Instant> cancellingSince) {
  static final HotCopyMemory BLANK =
      new HotCopyMemory(
          Optional.empty(),
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  HotCopyMemory accepted(HotCopyId id) {
    return new HotCopyMemory(
        Optional.of(id), refusal, lostAnswers, silentSince, unsettledSince, cancellingSince);
  }

  HotCopyMemory refused(String message) {
    return new HotCopyMemory(
        hotCopy, Optional.of(message), lostAnswers, silentSince, unsettledSince, cancellingSince);
  }

  HotCopyMemory answerLost() {
    return new HotCopyMemory(
        hotCopy, refusal, lostAnswers + 1, silentSince, unsettledSince, cancellingSince);
  }

  /** After a look: whom it found, and whether the admin process is silent. */
  HotCopyMemory seen(Observation observation) {
    return switch (observation.domain()) {
      case Observation.Silent _ ->
          new HotCopyMemory(
              hotCopy,
              refusal,
              lostAnswers,
              silentSince.or(() -> Optional.of(observation.now())),
              unsettledSince,
              cancellingSince);
      case Observation.Answered answered ->
          new HotCopyMemory(
              answered.hotCopy().map(status -> status.id()).or(() -> hotCopy),
              refusal,
              lostAnswers,
              Optional.empty(),
              unsettledSince,
              cancellingSince);
    };
  }

  /** After a decision: only one that waits for things to settle keeps that waiting time. */
  HotCopyMemory decided(HotCopyStep step, Instant now) {
    return new HotCopyMemory(
        hotCopy,
        refusal,
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
