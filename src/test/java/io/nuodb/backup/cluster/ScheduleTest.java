package io.nuodb.backup.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.api.BackupPolicyStatus;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The clock itself, once: all other tests ask by hand. */
@Tag("cluster")
@ExtendWith(Installation.class)
class ScheduleTest {
  private final Backups backups;

  ScheduleTest(SimulatedDomain domain) {
    this.backups = new Backups(domain);
  }

  @Test
  void everyMinuteOnEveryStorageManager() {
    backups.create("minutely", PolicySpec.onBoth().fullSchedule("Asia/Kathmandu", "* * * * *"));
    try {
      await("a scheduled full hot copy on both storage managers")
          .atMost(Backups.LIMIT)
          .untilAsserted(() -> assertThat(succeeded("minutely")).hasSize(2));
      assertThat(succeeded("minutely"))
          .allSatisfy(
              run -> {
                assertThat(run.token()).isNull();
                assertThat(run.scheduledTime().atZone(ZoneOffset.UTC).getSecond()).isZero();
                assertThat(run.completionTime()).isAfterOrEqualTo(run.scheduledTime());
              });
    } finally {
      backups.finish("minutely");
    }
  }

  private List<Run> succeeded(String policy) {
    BackupPolicyStatus status = backups.policy(policy).getStatus();
    if (status == null || status.storageManagers() == null) {
      return List.of();
    }
    return status.storageManagers().stream()
        .map(BackupPolicyStatus.StorageManager::lastFull)
        .filter(Objects::nonNull)
        .filter(run -> run.state() == RunState.Succeeded)
        .toList();
  }
}
