package io.nuodb.backup.cluster;

import static io.nuodb.backup.cluster.Backups.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.RestoreJobStatus;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The stand-in engine keeps what it acknowledged: without that no restore would prove anything. */
@Tag("cluster")
@ExtendWith(Installation.class)
class StorageManagerCrashTest {
  private final SimulatedDomain domain;
  private final Backups backups;

  StorageManagerCrashTest(SimulatedDomain domain) {
    this.domain = domain;
    this.backups = new Backups(domain);
  }

  @Test
  void everyCommittedRowIsThereAfterBothAreKilledInTheMiddleOfWrites() throws Exception {
    Commands.Running writer = domain.startAppend("crash", 100_000);
    await("the writer has committed something")
        .atMost(Backups.LIMIT)
        .until(() -> committed(writer).length > 200);
    domain.kill(SimulatedDomain.STORAGE_MANAGERS);
    writer.exitCode();
    domain.awaitReady();

    String[] rows = domain.dump().split("\n");
    assertThat(rows).contains(committed(writer));

    // The archive that came back by SYNC or recovery is as good as the database.
    String killed = SimulatedDomain.STORAGE_MANAGERS.getFirst();
    backups.create("after-crash", PolicySpec.onlyOn(killed));
    backups.askFull("after-crash");
    backups.awaitSets("after-crash", 1, in(Phase.Open));
    backups.restore(
        "after-crash", BackupAndRestoreTest.fromPolicy("after-crash", "after-crash-restored"));
    backups.awaitRestore("after-crash", RestoreJobStatus.Phase.Completed);
    assertThat(RestoredArchive.dump(domain, "after-crash-restored").split("\n")).isEqualTo(rows);
    backups.delete("after-crash");
  }

  /** The rows whose commits the writer saw acknowledged, as the dump prints rows. */
  private static String[] committed(Commands.Running writer) {
    String printed = writer.printed();
    // The last line may be cut short.
    return printed.substring(0, printed.lastIndexOf('\n') + 1).lines().toArray(String[]::new);
  }
}
