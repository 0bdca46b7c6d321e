package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.batch.v1.JobBuilder;
import io.fabric8.kubernetes.api.model.batch.v1.JobCondition;
import io.fabric8.kubernetes.api.model.batch.v1.JobConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.job.ExitCode;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.JobResult;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.awaitility.Awaitility;

/**
 * Plays the Job controller and the kubelet where there is neither: ends Jobs as a test wants, with
 * pods that carry the agent's result.
 */
public final class TestKubelet {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final KubernetesClient client;
  private final String namespace;
  private final Clock clock;

  public TestKubelet(KubernetesClient client, String namespace) {
    this(client, namespace, Clock.systemUTC());
  }

  public TestKubelet(KubernetesClient client, String namespace, Clock clock) {
    this.client = client;
    this.namespace = namespace;
    this.clock = clock;
  }

  /** All Jobs of the kind, ended ones too. */
  public List<Job> jobs(JobKind kind) {
    return client
        .batch()
        .v1()
        .jobs()
        .inNamespace(namespace)
        .withLabel(Api.JOB_KIND_LABEL, kind.text())
        .list()
        .getItems();
  }

  /** Waits until there are so many unfinished Jobs of the kind. */
  public List<Job> awaitRunning(JobKind kind, int count) {
    return Awaitility.await(count + " running Jobs of kind " + kind)
        .atMost(PATIENCE)
        .until(
            () -> jobs(kind).stream().filter(job -> !ended(job)).toList(),
            jobs -> jobs.size() == count);
  }

  public Job awaitRunning(JobKind kind) {
    return awaitRunning(kind, 1).getFirst();
  }

  /** The Job's pod comes to run. */
  public void run(Job job) {
    client
        .pods()
        .resource(createPod(job))
        .editStatus(
            created ->
                new PodBuilder(created)
                    .withNewStatus()
                    .withPhase("Running")
                    .withContainerStatuses(
                        container(job)
                            .withReady(true)
                            .withNewState()
                            .withNewRunning()
                            .endRunning()
                            .endState()
                            .build())
                    .endStatus()
                    .build());
  }

  /** The Job's pod ends with this result, and the Job as the result says. */
  public void end(Job job, JobResult result) {
    int exitCode = ExitCode.of(result);
    endPod(job, exitCode, result.toJson());
    endJob(job, exitCode == ExitCode.SUCCEEDED);
  }

  /** The Job fails, and its pod with whatever it might have said is gone. */
  public void loseResult(Job job) {
    endJob(job, false);
  }

  public void delete(Job job) {
    client.batch().v1().jobs().resource(job).delete();
  }

  private static boolean ended(Job job) {
    return job.getStatus() != null
        && job.getStatus().getConditions() != null
        && !job.getStatus().getConditions().isEmpty();
  }

  private Pod createPod(Job job) {
    Pod pod =
        new PodBuilder()
            .withNewMetadata()
            .withNamespace(namespace)
            .withName(podName(job))
            .withLabels(job.getSpec().getTemplate().getMetadata().getLabels())
            .addToLabels("batch.kubernetes.io/job-name", job.getMetadata().getName())
            .endMetadata()
            .withSpec(job.getSpec().getTemplate().getSpec())
            .editSpec()
            .withNodeName("node-a")
            .endSpec()
            .build();
    return client.pods().resource(pod).create();
  }

  static String podName(Job job) {
    return job.getMetadata().getName() + "-pod";
  }

  private static ContainerStatusBuilder container(Job job) {
    return new ContainerStatusBuilder()
        .withName(job.getSpec().getTemplate().getSpec().getContainers().getFirst().getName())
        .withImage("agent")
        .withImageID("agent")
        .withRestartCount(0);
  }

  private void endPod(Job job, int exitCode, String message) {
    Pod present = client.pods().inNamespace(namespace).withName(podName(job)).get();
    Pod pod = present == null ? createPod(job) : present;
    ContainerStatus status =
        container(job)
            .withReady(false)
            .withNewState()
            .withNewTerminated()
            .withExitCode(exitCode)
            .withMessage(message)
            .endTerminated()
            .endState()
            .build();
    client
        .pods()
        .resource(pod)
        .editStatus(
            created ->
                new PodBuilder(created)
                    .withNewStatus()
                    .withPhase(exitCode == 0 ? "Succeeded" : "Failed")
                    .withContainerStatuses(status)
                    .endStatus()
                    .build());
  }

  private void endJob(Job job, boolean succeeded) {
    String now = clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
    client
        .batch()
        .v1()
        .jobs()
        .resource(job)
        .editStatus(
            current ->
                new JobBuilder(current)
                    .withNewStatus()
                    .withStartTime(job.getMetadata().getCreationTimestamp())
                    .withCompletionTime(succeeded ? now : null)
                    .withSucceeded(succeeded ? 1 : null)
                    .withFailed(succeeded ? null : 1)
                    .withConditions(
                        condition(succeeded ? "SuccessCriteriaMet" : "FailureTarget", now),
                        condition(succeeded ? "Complete" : "Failed", now))
                    .endStatus()
                    .build());
  }

  private static JobCondition condition(String type, String now) {
    return new JobConditionBuilder()
        .withType(type)
        .withStatus("True")
        .withLastTransitionTime(now)
        .withLastProbeTime(now)
        .withReason(type)
        .withMessage(type)
        .build();
  }
}
