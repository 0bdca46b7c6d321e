package io.nuodb.backup.cluster;

import static io.nuodb.backup.cluster.Backups.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.Condition;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** What happens in the middle of a full hot copy: the set completes once, or says why not. */
@Tag("cluster")
@ExtendWith(Installation.class)
class InterruptionTest {
  private static final String STORAGE_MANAGER = SimulatedDomain.STORAGE_MANAGERS.getFirst();

  private final SimulatedDomain domain;
  private final Backups backups;
  private String policy;

  InterruptionTest(SimulatedDomain domain) {
    this.domain = domain;
    this.backups = new Backups(domain);
  }

  @BeforeEach
  void startSlowFull(TestInfo test) throws Exception {
    domain.load(0, 12000, "");
    policy = test.getTestMethod().orElseThrow().getName().toLowerCase();
    backups.create(policy, PolicySpec.onlyOn(STORAGE_MANAGER).maxRate("150k"));
    backups.askFull(policy);
    await("the full hot copy runs")
        .atMost(Backups.LIMIT)
        .until(
            () -> {
              List<BackupSet> sets = backups.sets(policy);
              return sets.size() == 1 && isCopying(sets.getFirst());
            });
  }

  @AfterEach
  void finishPolicy() {
    backups.finish(policy);
  }

  @Test
  void operatorDeleted() throws Exception {
    domain
        .client()
        .pods()
        .inNamespace(Installation.OPERATOR_NAMESPACE)
        .withLabel("app.kubernetes.io/name", "nuodb-backup-operator")
        .delete();
    assertCompletesOnce();
  }

  @Test
  void agentDeleted() throws Exception {
    List<Pod> agents = backups.agents(policy, "hotcopy");
    assertThat(agents).hasSize(1);
    domain.client().resource(agents.getFirst()).withGracePeriod(0).delete();
    assertCompletesOnce();
  }

  @Test
  void storageManagerKilled() throws Exception {
    domain.kill(List.of(STORAGE_MANAGER));
    BackupSet failed = backups.awaitSets(policy, 1, in(Phase.Failed)).getFirst();
    assertThat(failed.getStatus().conditions())
        .filteredOn(condition -> condition.type().equals("Stalled"))
        .extracting(Condition::reason)
        .containsExactly("StorageManagerLost");
    domain.awaitReady();

    backups.askFull(policy);
    await("the next full hot copy makes a good set")
        .atMost(Backups.LIMIT)
        .until(
            () ->
                backups.sets(policy).stream()
                    .map(BackupSet::getStatus)
                    .anyMatch(status -> status != null && status.phase() == Phase.Open));
    assertThat(backups.sets(policy)).hasSize(2);
  }

  private void assertCompletesOnce() throws Exception {
    BackupSet set = backups.awaitSets(policy, 1, in(Phase.Open)).getFirst();
    BackupSetStatus status = set.getStatus();
    assertThat(status.elements()).hasSize(1);
    assertThat(status.counts().full()).isEqualTo(1);
    assertThat(status.counts().incremental()).isZero();
    assertThat(
            domain.inStorageManager(
                STORAGE_MANAGER, "cd " + status.storageManager().directory() + " && ls"))
        .as("the set on the volume")
        .isEqualTo("full\nstate.xml\ntmp\n");
    assertThat(backups.hotCopyJobs(policy)).hasSize(1);
  }

  private boolean isCopying(BackupSet set) throws Exception {
    String directory = set.getMetadata().getAnnotations().get("backup.nuodb.io/directory");
    return domain
        .inStorageManager(STORAGE_MANAGER, "ls " + directory + "/tmp/full/data 2>/dev/null | wc -l")
        .trim()
        .matches("[1-9][0-9]*");
  }
}
