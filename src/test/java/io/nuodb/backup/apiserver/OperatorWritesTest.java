package io.nuodb.backup.apiserver;

import static io.nuodb.backup.operator.TestDomain.POD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.nuodb.backup.api.BackupPolicySpec.OnDemand;
import io.nuodb.backup.api.BackupPolicySpec.Schedule;
import io.nuodb.backup.api.BackupPolicySpec.Schedules;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.HotCopyType;
import io.nuodb.backup.job.JobKind;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.operator.TestDomain;
import io.nuodb.backup.operator.TestOperator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How much a hot copy costs the API server, from its Job's start to its Job's end on record. */
class OperatorWritesTest extends OperatorTestCase {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ROUNDS = 3;

  /** By then finished Jobs may go. */
  private static final Clock LATER = Clock.offset(Clock.systemUTC(), Duration.ofHours(2));

  private final Instant end = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final RequestLog log = new RequestLog();

  OperatorWritesTest(KubernetesClient client) {
    super(client);
  }

  @ParameterizedTest
  @CsvSource({"FULL, 10", "INCREMENTAL, 8", "JOURNAL, 8"})
  void aHotCopyTakesFewWritesItsEventsIncluded(HotCopyType type, int most) {
    var yearly = new Schedule("0 0 1 1 *", null, null);
    namespace.create(
        TestDomain.policy(
            new Schedules("UTC", yearly, yearly, yearly),
            new OnDemand("first", null),
            "/var/opt/nuodb/backup"));
    try (var operator = new TestOperator(client, name, Clock.systemUTC())) {
      kubelet.end(kubelet.awaitRunning(JobKind.DISCOVER), TestDomain.discovered(POD));
      Job first = kubelet.awaitRunning(JobKind.HOT_COPY);
      kubelet.end(first, TestDomain.copied(first, 0, end));
      awaitRecord(HotCopyType.FULL, end);
    }
    try (var counted = InterceptedClient.of(client, log);
        var operator = new TestOperator(counted, name, Clock.systemUTC())) {
      for (int round = 1; round <= ROUNDS; round++) {
        copy(type, round);
      }
    }
    try (var counted = InterceptedClient.of(client, log);
        var operator = new TestOperator(counted, name, LATER)) {
      await("no Jobs").atMost(PATIENCE).until(() -> kubelet.jobs(JobKind.HOT_COPY).isEmpty());
    }
    List<String> writes = log.writes();
    assertThat(writes).doesNotContain("update jobs", "patch jobs");
    // The first full's Job and the discovery's go, too.
    assertThat(writes.size() - 2).as("%s", writes).isLessThanOrEqualTo(ROUNDS * most);
  }

  private void copy(HotCopyType type, int round) {
    String token = "round-" + round;
    namespace.edit(
        new OnDemand(
            type == HotCopyType.FULL ? token : "first",
            type == HotCopyType.INCREMENTAL ? token : null,
            type == HotCopyType.JOURNAL ? token : null,
            null));
    Job job = kubelet.awaitRunning(JobKind.HOT_COPY);
    kubelet.run(job);
    Instant ended = end.plusSeconds(round);
    kubelet.end(job, result(type, job, round, ended));
    awaitRecord(type, ended);
  }

  private JobResult result(HotCopyType type, Job job, int round, Instant ended) {
    return switch (type) {
      case FULL -> TestDomain.copied(job, 0, ended);
      case INCREMENTAL -> TestDomain.copied(job, round, ended);
      default ->
          TestDomain.journalCopied(
              job, namespace.awaitSet(Phase.Open).getMetadata().getName(), round, ended);
    };
  }

  private void awaitRecord(HotCopyType type, Instant ended) {
    await("the record of the %s hot copy".formatted(type.text()))
        .atMost(PATIENCE)
        .until(
            () ->
                namespace.policy().getStatus().lastSuccess() != null
                    && ended.equals(namespace.policy().getStatus().lastSuccess().of(type))
                    && namespace.sets().stream()
                            .map(BackupSet::getStatus)
                            .filter(status -> status != null && status.phase() == Phase.Open)
                            .count()
                        == 1);
  }
}
