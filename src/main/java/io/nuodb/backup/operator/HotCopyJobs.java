package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.PodSpecBuilder;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupSetStatus.StorageManager;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.plan.HotCopyLaunch;
import io.nuodb.backup.plan.InspectionLaunch;
import io.nuodb.backup.plan.LostRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Jobs that run a hot copy or find out what became of one. */
final class HotCopyJobs {
  /** What the agent gets to cancel a hot copy that is past its time-out, and to report it. */
  private static final Duration CANCELLATION = Duration.ofMinutes(5);

  private final OperatorConfig config;

  HotCopyJobs(OperatorConfig config) {
    this.config = config;
  }

  /**
   * @param node of the first target's pod
   * @param journal of the first target's pod; looked at by a journal hot copy only
   */
  Job hotCopy(
      BackupPolicy policy,
      HotCopyLaunch launch,
      Optional<String> node,
      Optional<JournalVolume> journal,
      Duration timeout,
      Instant now) {
    Duration limit = config.pendingAllowance().plus(timeout);
    List<String> arguments = new ArrayList<>(List.of(JobKind.HOT_COPY.text()));
    arguments.addAll(
        HotCopyArguments.of(policy, launch.type(), launch.targets(), now, now.plus(limit)));
    maxRate(policy).ifPresent(rate -> arguments.addAll(List.of("--max-rate", rate)));
    Optional<JournalVolume> lookedAt = journal.filter(_ -> launch.type() == HotCopyType.JOURNAL);
    lookedAt.map(JournalVolume::arguments).ifPresent(arguments::addAll);
    return job(
        policy,
        JobKind.HOT_COPY,
        launch.job(),
        HotCopyAnnotations.of(launch, now),
        limit.plus(CANCELLATION),
        arguments,
        launch.targets().getFirst().place(),
        lookedAt,
        node);
  }

  /** The hot copy keeps the deadline that it was started with. */
  Job inspection(
      BackupPolicy policy,
      InspectionLaunch launch,
      Optional<String> node,
      Duration timeout,
      Instant now) {
    LostRun lost = launch.lost();
    Duration limit = config.pendingAllowance().plus(timeout);
    Instant cancelAt = lost.startTime().plus(limit);
    Duration left = cancelAt.isAfter(now) ? Duration.between(now, cancelAt) : Duration.ZERO;
    List<String> arguments = new ArrayList<>(List.of(JobKind.INSPECT.text()));
    arguments.addAll(
        HotCopyArguments.of(policy, lost.type(), lost.targets(), lost.startTime(), cancelAt));
    lost.hotCopy()
        .ifPresent(
            it ->
                arguments.addAll(
                    List.of(
                        "--coordinator-start-id",
                        it.coordinatorStartId(),
                        "--hot-copy-id",
                        it.hotCopyId())));
    return job(
        policy,
        JobKind.INSPECT,
        launch.job(),
        Map.of(
            Api.HOT_COPY_JOB_ANNOTATION,
            lost.hotCopyJob(),
            Api.POD_ANNOTATION,
            lost.pod(),
            Api.TYPE_ANNOTATION,
            lost.type().text(),
            Api.BACKUP_SET_ANNOTATION,
            lost.target().set().orElse(""),
            Api.ATTEMPT_ANNOTATION,
            Integer.toString(launch.attempt())),
        config.pendingAllowance().plus(left).plus(CANCELLATION),
        arguments,
        lost.target().place(),
        Optional.empty(),
        node);
  }

  private Job job(
      BackupPolicy policy,
      JobKind kind,
      String name,
      Map<String, String> annotations,
      Duration deadline,
      List<String> arguments,
      StorageManager set,
      Optional<JournalVolume> journal,
      Optional<String> node) {
    BackupVolume volume = BackupVolume.of(set);
    AdminConnection admin = new AdminConnection(policy);
    List<VolumeMount> mounts = new ArrayList<>(List.of(volume.mount()));
    journal.map(it -> it.mount(volume)).ifPresent(mounts::add);
    mounts.addAll(admin.mounts());
    var pod =
        new PodSpecBuilder()
            .withSecurityContext(
                journal.isPresent()
                    ? AgentPod.podSecurityLike(set)
                    : AgentPod.podSecurity(Optional.of(set)))
            .withContainers(AgentPod.agent(config, kind.text(), arguments, mounts))
            .withVolumes(volume.volume());
    journal.ifPresent(it -> it.addTo(pod, volume));
    pod.addAllToVolumes(admin.volumes());
    AgentPod.onNode(pod, node);
    return new AgentJob(
            policy,
            Api.POLICY_LABEL,
            kind,
            name,
            annotations,
            AgentJob.RETRIES,
            deadline,
            pod.build())
        .build();
  }

  private static Optional<String> maxRate(BackupPolicy policy) {
    return Optional.ofNullable(policy.getSpec().hotCopy())
        .map(hotCopy -> hotCopy.maxRate())
        .map(Quantity::getNumericalAmount)
        .map(bytes -> Long.toString(Math.max(1, bytes.longValue())));
  }
}
