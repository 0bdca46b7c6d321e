package io.nuodb.backup.cluster;

import static io.nuodb.backup.cluster.Backups.in;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.RestoreJob;
import io.nuodb.backup.api.RestoreJobSpec;
import io.nuodb.backup.api.RestoreJobSpec.Point;
import io.nuodb.backup.api.RestoreJobSpec.Reference;
import io.nuodb.backup.api.RestoreJobSpec.Source;
import io.nuodb.backup.api.RestoreJobSpec.Target;
import io.nuodb.backup.api.RestoreJobSpec.VolumeClaim;
import io.nuodb.backup.api.RestoreJobStatus;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The main job on a real cluster. */
@Tag("cluster")
@ExtendWith(Installation.class)
class BackupAndRestoreTest {
  private final SimulatedDomain domain;
  private final Backups backups;

  BackupAndRestoreTest(SimulatedDomain domain) {
    this.domain = domain;
    this.backups = new Backups(domain);
  }

  @Test
  void restoresWhatTheDatabaseHeldAtTheIncrementalsEnd() throws Exception {
    domain.load(0, 3000, "");
    backups.create("main", PolicySpec.onBoth());
    backups.askFull("main");
    backups.awaitSets("main", 2, in(Phase.Open));

    domain.load(1000, 4000, " changed");
    backups.askIncremental("main");
    List<BackupSet> sets =
        backups.awaitSets(
            "main", 2, status -> status.counts() != null && status.counts().incremental() == 1);
    String database = domain.dump();
    domain.load(0, 500, " after the incremental");

    for (BackupSet set : sets) {
      assertThat(set.getMetadata().getOwnerReferences()).isEmpty();
      assertThat(set.getStatus().elements())
          .extracting(Element::name)
          .containsExactlyInAnyOrder("full", "1.inc");
      assertSizesAreThoseOnDisk(set);
    }

    RestoreJob restore = backups.restore("main", fromPolicy("main", "main-restored"));
    restore = backups.awaitRestore("main", RestoreJobStatus.Phase.Completed);
    assertThat(restore.getStatus().resolved().element()).isEqualTo("1.inc");
    assertThat(RestoredArchive.dump(domain, "main-restored")).isEqualTo(database);
    PersistentVolumeClaim claim =
        domain
            .client()
            .persistentVolumeClaims()
            .inNamespace(domain.namespace())
            .withName("main-restored")
            .get();
    assertThat(claim.getMetadata().getOwnerReferences()).isEmpty();

    // A second full closes the sets before it; they can still be restored.
    backups.askFull("main");
    BackupSet first = sets.getFirst();
    backups.awaitPhase(first, Phase.Closed);
    assertThat(backups.sets("main")).hasSize(4);
    backups.restore("closed", fromSet(first.getMetadata().getName(), "closed-restored"));
    backups.awaitRestore("closed", RestoreJobStatus.Phase.Completed);
    assertThat(RestoredArchive.dump(domain, "closed-restored")).isEqualTo(database);

    // Data outlives the policy that made it.
    backups.delete("main");
    assertThat(backups.sets("main")).hasSize(4);
  }

  private void assertSizesAreThoseOnDisk(BackupSet set) throws Exception {
    BackupSetStatus status = set.getStatus();
    for (Element element : status.elements()) {
      String directory = status.storageManager().directory() + "/" + element.name();
      String bytes =
          domain.inStorageManager(
              status.storageManager().pod(),
              "find "
                  + directory
                  + " -type f -exec stat -c %s {} + | awk '{s += $1} END {print s}'");
      assertThat(element.size().getNumericalAmount().toBigInteger().toString())
          .as("size of %s of %s", element.name(), set.getMetadata().getName())
          .isEqualTo(bytes.trim());
    }
  }

  static RestoreJobSpec fromPolicy(String policy, String claim) {
    return to(claim, new Source(null, new Reference(policy), null));
  }

  static RestoreJobSpec fromSet(String set, String claim) {
    return to(claim, new Source(new Reference(set), null, null));
  }

  private static RestoreJobSpec to(String claim, Source source) {
    return new RestoreJobSpec(
        source,
        new Point(true),
        new Target(new VolumeClaim(claim, null, null, null), null),
        null,
        null);
  }
}
