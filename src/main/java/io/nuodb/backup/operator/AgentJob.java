package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRule;
import io.fabric8.kubernetes.api.model.batch.v1.PodFailurePolicyRuleBuilder;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.job.ExitCode;
import io.nuodb.backup.job.JobKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A Job of the operator, whatever it does: retried where another pod may fare better, never where
 * the agent says that it would not, and never for ever.
 *
 * @param ownerLabel label of the Job and its pods that names the owner
 * @param retries how many more pods are tried after one that failed for the moment only
 * @param deadline how long the Job may take from its creation
 */
record AgentJob(
    HasMetadata owner,
    String ownerLabel,
    JobKind kind,
    String name,
    Map<String, String> annotations,
    int retries,
    Duration deadline,
    PodSpec pod) {
  /** For work that the next pod takes up where the last one was stopped. */
  static final int RETRIES = 3;

  Job build() {
    Map<String, String> labels =
        Map.of(
            Api.MANAGED_BY_LABEL,
            Api.MANAGER,
            ownerLabel,
            owner.getMetadata().getName(),
            Api.JOB_KIND_LABEL,
            kind.text());
    return new JobBuilder()
        .withNewMetadata()
        .withNamespace(owner.getMetadata().getNamespace())
        .withName(name)
        .withLabels(labels)
        .withAnnotations(annotations)
        .withOwnerReferences(
            new OwnerReferenceBuilder()
                .withApiVersion(owner.getApiVersion())
                .withKind(owner.getKind())
                .withName(owner.getMetadata().getName())
                .withUid(owner.getMetadata().getUid())
                .withController(true)
                .withBlockOwnerDeletion(false)
                .build())
        .endMetadata()
        .withNewSpec()
        .withBackoffLimit(retries)
        .withPodReplacementPolicy("Failed")
        .withActiveDeadlineSeconds(deadline.toSeconds())
        .withNewPodFailurePolicy()
        .withRules(permanentFailures(), disruptions())
        .endPodFailurePolicy()
        .withNewTemplate()
        .withNewMetadata()
        .withLabels(labels)
        .endMetadata()
        .withSpec(
            new PodSpecBuilder(pod)
                .withRestartPolicy("Never")
                .withAutomountServiceAccountToken(false)
                .withEnableServiceLinks(false)
                .build())
        .endTemplate()
        .endSpec()
        .build();
  }

  private static PodFailurePolicyRule permanentFailures() {
    return new PodFailurePolicyRuleBuilder()
        .withAction("FailJob")
        .withNewOnExitCodes()
        .withOperator("In")
        .withValues(List.of(ExitCode.USAGE, ExitCode.FAILED))
        .endOnExitCodes()
        .build();
  }

  private static PodFailurePolicyRule disruptions() {
    return new PodFailurePolicyRuleBuilder()
        .withAction("Ignore")
        .addNewOnPodCondition()
        .withType("DisruptionTarget")
        .withStatus("True")
        .endOnPodCondition()
        .build();
  }
}
