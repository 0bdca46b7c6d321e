package io.nuodb.backup.operator;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.nuodb.backup.api.Api;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.plan.Cancellation;
import io.nuodb.backup.plan.Discovery;
import io.nuodb.backup.plan.HotCopyRun;
import io.nuodb.backup.plan.Inspection;
import io.nuodb.backup.plan.ObservedJob;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** A policy's Jobs, told apart and read from their annotations. */
record PolicyJobs(
    List<HotCopyRun> hotCopies,
    List<Inspection> inspections,
    List<Cancellation> cancellations,
    List<Discovery> discoveries) {
  private static final Logger LOG = Logger.getLogger(PolicyJobs.class);

  static PolicyJobs read(
      String policyUid, Collection<Job> jobs, Collection<Pod> pods, JobObserver observer) {
    var read =
        new PolicyJobs(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    for (Job job : jobs) {
      try {
        read.add(policyUid, job, observer.observe(job, pods));
      } catch (NullPointerException
          | NoSuchElementException
          | IllegalArgumentException
          | DateTimeException e) {
        // One Job that somebody edited must not stop the policy.
        LOG.warnf("Job %s is left out: its annotations do not make sense: %s", name(job), e);
      }
    }
    return read;
  }

  /** How many hot copies run, by type, over all policies. */
  static Map<HotCopyType, Integer> running(Stream<Job> jobs) {
    return jobs.filter(
            job ->
                JobKind.HOT_COPY
                        .text()
                        .equals(job.getMetadata().getLabels().get(Api.JOB_KIND_LABEL))
                    && JobObserver.endTime(job).isEmpty())
        .map(job -> job.getMetadata().getAnnotations().get(Api.TYPE_ANNOTATION))
        .filter(Objects::nonNull)
        .collect(Collectors.toMap(HotCopyAnnotations::type, _ -> 1, Integer::sum));
  }

  private void add(String policyUid, Job job, ObservedJob observed) {
    String kind = job.getMetadata().getLabels().get(Api.JOB_KIND_LABEL);
    Map<String, String> annotations = job.getMetadata().getAnnotations();
    if (JobKind.HOT_COPY.text().equals(kind)) {
      hotCopies.add(HotCopyAnnotations.read(policyUid, annotations, observed));
    } else if (JobKind.INSPECT.text().equals(kind)) {
      inspections.add(inspection(annotations, observed));
    } else if (JobKind.CANCEL.text().equals(kind)) {
      cancellations.add(
          new Cancellation(
              annotations.get(Api.HOT_COPY_ID_ANNOTATION), attempt(annotations), observed));
    } else if (JobKind.DISCOVER.text().equals(kind)) {
      discoveries.add(
          new Discovery(annotations.get(Api.SELECTION_ANNOTATION), attempt(annotations), observed));
    }
  }

  private static String name(Job job) {
    return job.getMetadata().getNamespace() + "/" + job.getMetadata().getName();
  }

  private static Inspection inspection(Map<String, String> annotations, ObservedJob job) {
    return new Inspection(
        annotations.get(Api.HOT_COPY_JOB_ANNOTATION),
        annotations.get(Api.POD_ANNOTATION),
        HotCopyAnnotations.type(annotations.get(Api.TYPE_ANNOTATION)),
        annotations.get(Api.BACKUP_SET_ANNOTATION),
        attempt(annotations),
        job);
  }

  private static int attempt(Map<String, String> annotations) {
    return Integer.parseInt(annotations.get(Api.ATTEMPT_ANNOTATION));
  }
}
