package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.plan.Discovery;
import io.nuodb.backup.plan.HotCopyRun;
import io.nuodb.backup.plan.Inspection;
import io.nuodb.backup.plan.ObservedJob;
import io.nuodb.backup.plan.RunKey;
import io.nuodb.backup.plan.Trigger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A policy's Jobs, told apart and read from their annotations. */
record PolicyJobs(
    List<HotCopyRun> hotCopies, List<Inspection> inspections, List<Discovery> discoveries) {

  static PolicyJobs read(
      String policyUid, Collection<Job> jobs, Collection<Pod> pods, JobObserver observer) {
    var read = new PolicyJobs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Job job : jobs) {
      String kind = job.getMetadata().getLabels().get(Api.JOB_KIND_LABEL);
      ObservedJob observed = observer.observe(job, pods);
      Map<String, String> annotations = job.getMetadata().getAnnotations();
      if (JobKind.HOT_COPY.text().equals(kind)) {
        read.hotCopies.add(hotCopy(policyUid, annotations, observed));
      } else if (JobKind.INSPECT.text().equals(kind)) {
        read.inspections.add(inspection(annotations, observed));
      } else if (JobKind.DISCOVER.text().equals(kind)) {
        read.discoveries.add(
            new Discovery(
                annotations.get(Api.SELECTION_ANNOTATION), attempt(annotations), observed));
      }
    }
    return read;
  }

  private static HotCopyRun hotCopy(
      String policyUid, Map<String, String> annotations, ObservedJob job) {
    String token = annotations.get(Api.TOKEN_ANNOTATION);
    Trigger trigger =
        token != null
            ? new Trigger.OnDemand(token)
            : new Trigger.Scheduled(Instant.parse(annotations.get(Api.SCHEDULED_TIME_ANNOTATION)));
    var key =
        new RunKey(
            policyUid,
            annotations.get(Api.POD_ANNOTATION),
            type(annotations.get(Api.REQUESTED_TYPE_ANNOTATION)),
            trigger,
            attempt(annotations));
    String directory =
        RecordedSet.fromJson(annotations.get(Api.STORAGE_MANAGER_ANNOTATION))
            .orElseThrow()
            .directory();
    return new HotCopyRun(
        key,
        type(annotations.get(Api.TYPE_ANNOTATION)),
        annotations.get(Api.BACKUP_SET_ANNOTATION),
        directory,
        job);
  }

  private static Inspection inspection(Map<String, String> annotations, ObservedJob job) {
    return new Inspection(
        annotations.get(Api.HOT_COPY_JOB_ANNOTATION),
        type(annotations.get(Api.TYPE_ANNOTATION)),
        annotations.get(Api.BACKUP_SET_ANNOTATION),
        attempt(annotations),
        job);
  }

  private static HotCopyType type(String text) {
    return HotCopyType.valueOf(text.toUpperCase(Locale.ROOT));
  }

  private static int attempt(Map<String, String> annotations) {
    return Integer.parseInt(annotations.get(Api.ATTEMPT_ANNOTATION));
  }
}
