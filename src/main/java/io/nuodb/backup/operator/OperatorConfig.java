package io.nuodb.backup.operator;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

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
}
