package io.nuodb.backup.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which lost hot copies are inspected now, and when the next are.
 *
 * @param wakeUps when a further attempt is due
 */
record InspectionPlan(List<InspectionLaunch> launches, List<Instant> wakeUps) {
  /** What passes between the end of an attempt and the next. */
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(30),
          Duration.ofMinutes(2),
          Duration.ofMinutes(10),
          Duration.ofMinutes(30));

  static InspectionPlan of(PolicyObservation policy, Instant now) {
    List<InspectionLaunch> launches = new ArrayList<>();
    List<Instant> wakeUps = new ArrayList<>();
    for (LostRun lost : LostRun.of(policy)) {
      List<Inspection> made =
          policy.inspections().stream()
              .filter(inspection -> inspection.of(lost.hotCopyJob(), lost.pod()))
              .toList();
      if (made.stream().anyMatch(inspection -> inspection.job().running())) {
        continue;
      }
      int attempts = made.stream().mapToInt(Inspection::attempt).max().orElse(0);
      Instant due = attempts == 0 ? now : after(end(made), PAUSES.get(attempts - 1), now);
      if (due.isAfter(now)) {
        wakeUps.add(due);
      } else {
        launches.add(launch(policy, lost, attempts + 1));
      }
    }
    return new InspectionPlan(launches, wakeUps);
  }

  private static Instant after(Instant end, Duration pause, Instant now) {
    return AheadOfClock.is(end, now) ? now : end.plus(pause);
  }

  private static Instant end(List<Inspection> made) {
    return made.stream()
        .map(inspection -> inspection.job().endTime())
        .flatMap(Optional::stream)
        .max(Instant::compareTo)
        .orElseThrow();
  }

  private static InspectionLaunch launch(PolicyObservation policy, LostRun lost, int attempt) {
    String key =
        String.join("/", policy.uid(), "inspect", lost.hotCopyJob(), lost.pod(), "" + attempt);
    return new InspectionLaunch(lost, attempt, JobName.of(policy.name(), "inspect", key));
  }
}
