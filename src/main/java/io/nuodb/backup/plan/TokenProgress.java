package io.nuodb.backup.plan;

import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.PendingToken;
import io.nuodb.backup.api.HotCopyType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** How far an on-demand token is that the policy's status does not yet show. */
final class TokenProgress {
  private final HotCopyType type;
  private final String token;
  private final Instant since;
  private final Instant now;
  private final Set<String> units;

  private TokenProgress(
      HotCopyType type, String token, Instant since, Instant now, Set<String> answeredUnits) {
    this.type = type;
    this.token = token;
    this.since = since;
    this.now = now;
    this.units = answeredUnits;
  }

  /** Empty when the policy has no token of that type, or one that is answered. */
  static Optional<TokenProgress> of(PolicyObservation policy, HotCopyType type, Instant now) {
    String token = text(policy.spec().onDemand(), type);
    if (token == null || token.equals(answered(policy, type))) {
      return Optional.empty();
    }
    List<PendingToken> pending =
        Objects.requireNonNullElse(
            policy.status().map(BackupPolicyStatus::pendingOnDemand).orElse(null), List.of());
    return Optional.of(
        pending.stream()
            .filter(it -> it.type() == type && it.token().equals(token))
            .findFirst()
            .map(
                it ->
                    new TokenProgress(
                        type,
                        token,
                        it.since(),
                        now,
                        new TreeSet<>(Objects.requireNonNullElse(it.answered(), List.of()))))
            .orElseGet(
                () ->
                    new TokenProgress(
                        type, token, now.truncatedTo(ChronoUnit.SECONDS), now, new TreeSet<>())));
  }

  /** Those that were seen, each with what answered it before. */
  static List<PendingToken> unanswered(PolicyObservation policy, Instant now) {
    return Stream.of(HotCopyType.values())
        .flatMap(type -> of(policy, type, now).stream())
        .map(TokenProgress::pending)
        .toList();
  }

  /** The token that the status shows as answered; null when there is none. */
  static String answered(PolicyObservation policy, HotCopyType type) {
    return text(policy.status().map(BackupPolicyStatus::onDemand).orElse(null), type);
  }

  private static String text(OnDemand tokens, HotCopyType type) {
    return tokens == null ? null : tokens.of(type);
  }

  String token() {
    return token;
  }

  Instant since() {
    return since;
  }

  Instant deadline() {
    return since.plus(Attempts.WITHOUT_DEADLINE);
  }

  boolean answeredBy(Unit unit) {
    return units.contains(unit.name());
  }

  void answer(Unit unit) {
    units.add(unit.name());
  }

  /** A token that finds no unit at all waits for one, but not for ever. */
  boolean finished(List<Unit> all) {
    return all.isEmpty() ? !now.isBefore(deadline()) : all.stream().allMatch(this::answeredBy);
  }

  PendingToken pending() {
    return new PendingToken(type, token, since, new ArrayList<>(units));
  }
}
