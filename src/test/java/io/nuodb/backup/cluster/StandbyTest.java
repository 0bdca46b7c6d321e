package io.nuodb.backup.cluster;

import static io.nuodb.backup.cluster.Backups.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicyStatus.Role;
import io.nuodb.backup.api.BackupPolicyStatus.StorageManager;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One storage manager of a zone is backed up; the other takes over while it is down. */
@Tag("cluster")
@ExtendWith(Installation.class)
class StandbyTest {
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String POLICY = "standby";

  private final SimulatedDomain domain;
  private final Backups backups;

  StandbyTest(SimulatedDomain domain) {
    this.domain = domain;
    this.backups = new Backups(domain);
  }

  @AfterEach
  void putBack() throws Exception {
    for (String storageManager : SimulatedDomain.STORAGE_MANAGERS) {
      domain.resume(storageManager);
    }
    backups.finish(POLICY);
  }

  @Test
  void takesOverWithAFullAndHandsBack() throws Exception {
    SimulatedDomain.STORAGE_MANAGERS.forEach(pod -> domain.label(pod, ZONE, "zone-1"));
    BackupPolicy policy = backups.create(POLICY, PolicySpec.onBoth().oneOfEach(ZONE));
    backups.askFull(POLICY);
    BackupSet ofPrimary = backups.awaitSets(POLICY, 1, in(Phase.Open)).getFirst();
    String primary = podOf(ofPrimary);
    assertThat(roleOf(primary)).isEqualTo(Role.Primary);

    domain.suspend(primary);
    backups.askIncremental(POLICY);
    List<BackupSet> both = backups.awaitSets(POLICY, 2, in(Phase.Open));
    assertThat(both).extracting(StandbyTest::podOf).doesNotHaveDuplicates();
    assertThat(reasons(policy)).contains("StandbyTookOver", "NoCompleteBackupSet");

    domain.resume(primary);
    backups.askIncremental(POLICY);
    await("an incremental hot copy of " + primary)
        .atMost(Backups.LIMIT)
        .until(() -> incrementals(ofPrimary) == 1);
    assertThat(backups.sets(POLICY)).hasSize(2);
    assertThat(reasons(policy)).contains("StandbyHandedBack");
  }

  private long incrementals(BackupSet set) {
    return domain.client().resource(set).get().getStatus().counts().incremental();
  }

  private static String podOf(BackupSet set) {
    return set.getStatus().storageManager().pod();
  }

  private Role roleOf(String pod) {
    return backups.policy(POLICY).getStatus().storageManagers().stream()
        .filter(it -> it.pod().equals(pod))
        .map(StorageManager::role)
        .findFirst()
        .orElseThrow();
  }

  private List<String> reasons(BackupPolicy policy) {
    return backups.events(policy).stream().map(Event::getReason).toList();
  }
}
