package io.nuodb.backup.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicySpec;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupPolicyStatus.Times;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.PolicySchedules;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A year of fifty policies in six time zones, with operators that restart, storage managers that
 * are down and hot copies that fail: what was started, missed and superseded makes up all that was
 * due.
 */
class SimulatedYearTest {
  private static final Instant START = Instant.parse("2026-01-01T00:00:30Z");
  private static final Instant END = Instant.parse("2027-01-01T00:00:00Z");
  private static final int POLICIES = 50;
  private static final List<String> TIME_ZONES =
      List.of(
          "UTC",
          "Europe/London",
          "America/New_York",
          "Asia/Kolkata",
          "Australia/Lord_Howe",
          "America/Sao_Paulo");
  private static final Pattern UNSTARTED =
      Pattern.compile(
          "the (full|incremental|journal) hot copy of \\S+ due at \\S+(?: and (\\d+) earlier ones?)?"
              + " did not take place: .*",
          Pattern.DOTALL);

  @Test
  void everyDueTimeIsAccountedFor() {
    var random = new Random(20260101);
    try (var year = new SimulatedYear(START, random.nextLong())) {
      for (int i = 0; i < POLICIES; i++) {
        year.create("demo-%02d".formatted(i), schedules(i));
      }
      for (int i = 0; i < 12; i++) {
        Instant from = START.plus(Duration.ofDays(15 + 29 * i)).plusSeconds(random.nextInt(86_400));
        year.operatorIsDown(from, Duration.ofMinutes(1 + random.nextInt(i % 3 == 0 ? 9000 : 30)));
      }
      for (int i = 0; i < 150; i++) {
        String policy = year.policies.get(random.nextInt(POLICIES));
        Instant from = START.plus(Duration.ofMinutes(random.nextInt(60 * 24 * 350)));
        year.storageManagerIsDown(policy, from, Duration.ofMinutes(1 + random.nextInt(6000)));
      }
      year.startOperator();
      year.runUntil(END);
      long unstarted = 0;
      for (String policy : year.policies) {
        unstarted += account(year, policy, HotCopyType.FULL);
        unstarted += account(year, policy, HotCopyType.INCREMENTAL);
      }
      assertThat(unstarted).as("due times that no Job answers").isGreaterThan(20);
      assertThat(year.server.events())
          .extracting(Event::getReason)
          .contains("HotCopyMissed", "HotCopyFailed", "PodNotStarted", "HotCopySucceeded");
    }
  }

  /** Fulls every other month and incrementals twice a month, where clocks change and elsewhere. */
  private static Schedules schedules(int number) {
    int day = 1 + 4 * (number % 7);
    var full = new BackupPolicySpec.Schedule("0 1 %d */2 *".formatted(day), "6h", null);
    var incremental =
        new BackupPolicySpec.Schedule("30 1 15,29 * *", number % 3 == 0 ? "2h" : null, null);
    return new Schedules(TIME_ZONES.get(number % TIME_ZONES.size()), full, incremental, null);
  }

  /** How many of the policy's due times no Job answers. */
  private static long account(SimulatedYear year, String policy, HotCopyType type) {
    var schedule =
        PolicySchedules.of(year.policy(policy).getSpec()).inForce().stream()
            .filter(it -> it.type() == type)
            .findFirst()
            .orElseThrow();
    long due = 0;
    Instant newest = START;
    for (Optional<Instant> time = schedule.schedule().nextAfter(START);
        !time.orElseThrow().isAfter(END);
        time = schedule.schedule().nextAfter(time.get())) {
      due++;
      newest = time.get();
    }
    long started = year.server.jobs().stream().filter(job -> isFirst(job, policy, type)).count();
    long unstarted =
        year.server.events().stream()
            .filter(event -> event.getInvolvedObject().getName().equals(policy))
            .mapToLong(event -> unstarted(event, type))
            .sum();
    Times answered = year.policy(policy).getStatus().storageManagers().getFirst().answeredUntil();
    long waiting = answered.of(type).isBefore(newest) ? 1 : 0;
    assertThat(started + unstarted + waiting)
        .as("%s of %s: %d started, %d not, %d waiting", type, policy, started, unstarted, waiting)
        .isEqualTo(due);
    return unstarted;
  }

  private static boolean isFirst(Job job, String policy, HotCopyType type) {
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    return policy.equals(job.getMetadata().getLabels().get(Api.POLICY_LABEL))
        && annotations.containsKey(Api.SCHEDULED_TIME_ANNOTATION)
        && type.text().equals(annotations.get(Api.REQUESTED_TYPE_ANNOTATION))
        && "1".equals(annotations.get(Api.ATTEMPT_ANNOTATION));
  }

  private static long unstarted(Event event, HotCopyType type) {
    Matcher told = UNSTARTED.matcher(event.getMessage());
    if (!told.matches() || !told.group(1).equals(type.text())) {
      return 0;
    }
    return 1 + (told.group(2) == null ? 0 : Long.parseLong(told.group(2)));
  }
}
