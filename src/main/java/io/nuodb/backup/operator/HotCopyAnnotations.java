package io.nuodb.backup.operator;

import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.plan.HotCopyLaunch;
import io.nuodb.backup.plan.HotCopyRun;
import io.nuodb.backup.plan.HotCopyTarget;
import io.nuodb.backup.plan.ObservedJob;
import io.nuodb.backup.plan.RunKey;
import io.nuodb.backup.plan.Trigger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What a hot copy's Job carries in its annotations: all that a restarted operator needs of it. */
final class HotCopyAnnotations {
  private HotCopyAnnotations() {}

  static Map<String, String> of(HotCopyLaunch launch, Instant now) {
    RunKey key = launch.key();
    Map<String, String> annotations = new TreeMap<>();
    annotations.put(Api.RUN_KEY_ANNOTATION, key.text());
    annotations.put(Api.START_TIME_ANNOTATION, now.truncatedTo(ChronoUnit.SECONDS).toString());
    annotations.put(Api.UNIT_ANNOTATION, launch.unit().name());
    if (key.unit().isEmpty()) {
      annotations.put(Api.TURN_ANNOTATION, "true");
    }
    annotations.put(Api.POD_ANNOTATION, launch.unit().pods());
    annotations.put(Api.REQUESTED_TYPE_ANNOTATION, key.type().text());
    annotations.put(Api.TYPE_ANNOTATION, launch.type().text());
    annotations.put(Api.ATTEMPT_ANNOTATION, Integer.toString(key.attempt()));
    switch (key.trigger()) {
      case Trigger.Scheduled(Instant time) ->
          annotations.put(Api.SCHEDULED_TIME_ANNOTATION, time.toString());
      case Trigger.OnDemand(String token) -> annotations.put(Api.TOKEN_ANNOTATION, token);
      case Trigger.Rotation(String set) -> annotations.put(Api.ROTATED_SET_ANNOTATION, set);
    }
    String sets =
        launch.targets().stream()
            .map(HotCopyTarget::set)
            .flatMap(Optional::stream)
            .collect(Collectors.joining(", "));
    if (!sets.isEmpty()) {
      annotations.put(Api.BACKUP_SET_ANNOTATION, sets);
    }
    annotations.put(Api.TARGETS_ANNOTATION, RecordedTargets.toJson(launch.targets()));
    return annotations;
  }

  /**
   * @throws RuntimeException when somebody edited them into nonsense
   */
  static HotCopyRun read(String policyUid, Map<String, String> annotations, ObservedJob job) {
    String unit = annotations.get(Api.UNIT_ANNOTATION);
    var key =
        new RunKey(
            policyUid,
            annotations.containsKey(Api.TURN_ANNOTATION) ? Optional.empty() : Optional.of(unit),
            type(annotations.get(Api.REQUESTED_TYPE_ANNOTATION)),
            trigger(annotations),
            Integer.parseInt(annotations.get(Api.ATTEMPT_ANNOTATION)));
    return new HotCopyRun(
        key,
        unit,
        type(annotations.get(Api.TYPE_ANNOTATION)),
        RecordedTargets.fromJson(annotations.get(Api.TARGETS_ANNOTATION)).orElseThrow(),
        job);
  }

  /** Whether both are of the same run with the same targets, whenever each was started. */
  static boolean sameRun(Map<String, String> one, Map<String, String> other) {
    Map<String, String> left = new TreeMap<>(one);
    Map<String, String> right = new TreeMap<>(other);
    left.remove(Api.START_TIME_ANNOTATION);
    right.remove(Api.START_TIME_ANNOTATION);
    return left.equals(right);
  }

  private static Trigger trigger(Map<String, String> annotations) {
    if (annotations.containsKey(Api.TOKEN_ANNOTATION)) {
      return new Trigger.OnDemand(annotations.get(Api.TOKEN_ANNOTATION));
    }
    return annotations.containsKey(Api.ROTATED_SET_ANNOTATION)
        ? new Trigger.Rotation(annotations.get(Api.ROTATED_SET_ANNOTATION))
        : new Trigger.Scheduled(Instant.parse(annotations.get(Api.SCHEDULED_TIME_ANNOTATION)));
  }

  static HotCopyType type(String text) {
    return HotCopyType.valueOf(text.toUpperCase(Locale.ROOT));
  }
}
