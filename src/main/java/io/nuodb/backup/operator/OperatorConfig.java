package io.nuodb.backup.operator;

import io.nuodb.backup.api.HotCopyType;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalInt;

/** Settings of the operator, from the chart by way of environment variables. */
@ConfigMapping(prefix = "nuodb.backup")
public interface OperatorConfig {
  /** The operator's own image, in which Jobs run the agent. */
  String agentImage();

  @WithDefault("IfNotPresent")
  String agentImagePullPolicy();

  /** Label selector of all storage managers' pods, of which policies select some. */
  @WithDefault("component=sm")
  String storageManagerSelector();

  /** How long a Job's pod may stay pending, counted towards the Job's deadline. */
  @WithDefault("PT15M")
  Duration pendingAllowance();

  /** Most full hot copies at once over all policies; none by default. */
  OptionalInt maxConcurrentFull();

  /** Most incremental hot copies at once over all policies; none by default. */
  OptionalInt maxConcurrentIncremental();

  /** Most journal hot copies at once over all policies; none by default. */
  OptionalInt maxConcurrentJournal();

  /** Those limits that are set. */
  default Map<HotCopyType, Integer> limits() {
    Map<HotCopyType, Integer> limits = new EnumMap<>(HotCopyType.class);
    maxConcurrentFull().ifPresent(limit -> limits.put(HotCopyType.FULL, limit));
    maxConcurrentIncremental().ifPresent(limit -> limits.put(HotCopyType.INCREMENTAL, limit));
    maxConcurrentJournal().ifPresent(limit -> limits.put(HotCopyType.JOURNAL, limit));
    return limits;
  }
}
