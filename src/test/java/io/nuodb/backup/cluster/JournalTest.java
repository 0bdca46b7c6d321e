package io.nuodb.backup.cluster;

import static io.nuodb.backup.cluster.Backups.in;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.Quantity;
import io.nuodb.backup.api.BackupPolicy;
import io.nuodb.backup.api.BackupPolicyStatus.JournalVolume;
import io.nuodb.backup.api.BackupPolicyStatus.Run;
import io.nuodb.backup.api.BackupPolicyStatus.RunState;
import io.nuodb.backup.api.BackupSet;
import io.nuodb.backup.api.BackupSetStatus;
import io.nuodb.backup.api.BackupSetStatus.Counts;
import io.nuodb.backup.api.BackupSetStatus.Element;
import io.nuodb.backup.api.BackupSetStatus.Phase;
import io.nuodb.backup.api.HotCopyType;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A domain of three storage managers that keep their journals until they are copied. */
@Tag("cluster")
@ExtendWith(Installation.class)
class JournalTest {
  private static final String BY_HAND = "/var/opt/nuodb/backup/by-hand";
  private static final String ZONE = "topology.kubernetes.io/zone";
  private static final String FIRST = SimulatedDomain.STORAGE_MANAGERS.getFirst();
  private static final String SECOND = SimulatedDomain.STORAGE_MANAGERS.getLast();
  private static final String THIRD = SimulatedDomain.THIRD_STORAGE_MANAGER;

  private static SimulatedDomain domain;
  private static Backups backups;

  private String policy;

  @BeforeAll
  static void start(SimulatedDomain plain) throws Exception {
    domain = SimulatedDomain.startWithJournals(plain.client(), "nuodb-test-journals");
    backups = new Backups(domain);
    domain.load(0, 12000, "");
  }

  @AfterAll
  static void delete() {
    domain.delete();
  }

  @BeforeEach
  void nameOfPolicy(TestInfo test) {
    policy = test.getTestMethod().orElseThrow().getName().toLowerCase();
  }

  @AfterEach
  void finishPolicy() {
    backups.finish(policy);
  }

  @Test
  void goOnAfterASync() throws Exception {
    backups.create(policy, PolicySpec.onlyOn(FIRST).journalEveryMinute());
    await("a journal hot copy in a set that was made for it")
        .atMost(Backups.LIMIT)
        .until(() -> counts(policy).anyMatch(counts -> counts.journal() > 0));
    assertThat(backups.sets(policy)).hasSize(1);
    await("a look at the volume with the journal")
        .atMost(Backups.LIMIT)
        .until(() -> journalVolume(policy) != null);
    assertThat(journalVolume(policy).size()).isEqualTo(archiveSize(FIRST));
    assertThat(journalVolume(policy).free().getNumericalAmount()).isPositive();

    domain.leave(FIRST);
    domain.awaitReady();
    backups.askJournal(policy);
    await("an incremental hot copy, and a journal one after it")
        .atMost(Backups.LIMIT)
        .until(() -> typesOf(policy).matches("full( journal)+ incremental( journal)+"));
    assertThat(backups.sets(policy)).hasSize(1);
    assertThat(reasons(backups.policy(policy))).contains("JournalCopySuspended");
  }

  @Test
  void followAFullThatSomebodyElseStarted() throws Exception {
    BackupPolicy created = backups.create(policy, PolicySpec.onlyOn(SECOND));
    backups.askFull(policy);
    backups.awaitSets(policy, 1, in(Phase.Open));
    int archive = backups.policy(policy).getStatus().storageManagers().getFirst().archiveId();
    domain.hang(SECOND, BY_HAND + "/tmp/full");
    domain.startHotCopy(archive, BY_HAND);

    backups.askFull(policy);
    await("the full hot copy waits for the other")
        .atMost(Backups.LIMIT)
        .until(
            () ->
                lastFull(policy).state() == RunState.Waiting
                    && lastFull(policy).reason().equals("HotCopyContention"));
    assertThat(lastFull(policy).message()).contains(BY_HAND);

    backups.askJournal(policy);
    await("the set of somebody else is on record, with a journal hot copy")
        .atMost(Backups.LIMIT)
        .until(() -> backups.sets(policy).stream().anyMatch(JournalTest::isByHandWithJournal));
    assertThat(reasons(created)).contains("BackupSetAdopted");

    domain.clearFaults(SECOND);
    await("its own full hot copy")
        .atMost(Backups.LIMIT)
        .until(() -> lastFull(policy).state() == RunState.Succeeded);
    assertThat(statuses(SECOND, Phase.Open)).hasSize(1);
  }

  @Test
  void oneGroupGoesOnWhenTheOtherLosesAMember() throws Exception {
    Stream.of(FIRST, SECOND).forEach(pod -> domain.label(pod, ZONE, "zone-1"));
    domain.label(THIRD, ZONE, "zone-2");
    backups.create(policy, PolicySpec.onBoth().coordinatedBy(ZONE));
    domain.hang(SECOND, "tmp/full");
    backups.askFull(policy);
    await("the full hot copies run")
        .atMost(Backups.LIMIT)
        .until(() -> statuses(THIRD, Phase.Open).size() == 1 && hangs(SECOND));
    domain.kill(List.of(SECOND));

    await("another set for each member")
        .atMost(Backups.LIMIT)
        .until(
            () ->
                statuses(FIRST, Phase.Open).size() == 1
                    && statuses(SECOND, Phase.Open).size() == 1);
    List<BackupSetStatus> failed =
        Stream.of(FIRST, SECOND).flatMap(pod -> statuses(pod, Phase.Failed).stream()).toList();
    assertThat(failed).hasSize(2);
    assertThat(statuses(THIRD, Phase.Failed)).isEmpty();
    String together = statuses(SECOND, Phase.Open).getFirst().collectionId();
    assertThat(together)
        .isNotNull()
        .isEqualTo(statuses(FIRST, Phase.Open).getFirst().collectionId())
        .isNotEqualTo(statuses(THIRD, Phase.Open).getFirst().collectionId());
  }

  /** Whether a full hot copy has begun its set and not ended. */
  private boolean hangs(String storageManager) throws Exception {
    for (BackupSetStatus set : statuses(storageManager, Phase.Initializing)) {
      String state = set.storageManager().directory() + "/state.xml";
      if (!domain.inStorageManager(storageManager, "ls " + state + " || true").isBlank()) {
        return true;
      }
    }
    return false;
  }

  private List<BackupSetStatus> statuses(String pod, Phase phase) {
    return backups.sets(policy).stream()
        .map(BackupSet::getStatus)
        .filter(Objects::nonNull)
        .filter(set -> set.phase() == phase && set.storageManager().pod().equals(pod))
        .toList();
  }

  private static boolean isByHandWithJournal(BackupSet set) {
    return set.getStatus() != null
        && set.getStatus().storageManager().directory().equals(BY_HAND)
        && set.getStatus().counts() != null
        && set.getStatus().counts().journal() > 0;
  }

  private static JournalVolume journalVolume(String policy) {
    return backups.policy(policy).getStatus().storageManagers().getFirst().journalVolume();
  }

  /** As the storage manager itself sees its volume. */
  private static Quantity archiveSize(String storageManager) throws Exception {
    String table = domain.inStorageManager(storageManager, "df -P -B1 /var/opt/nuodb/archive");
    return new Quantity(table.lines().toList().getLast().split("\\s+")[1]);
  }

  private static Run lastFull(String policy) {
    return backups.policy(policy).getStatus().storageManagers().getFirst().last(HotCopyType.FULL);
  }

  private static Stream<Counts> counts(String policy) {
    return backups.sets(policy).stream()
        .map(BackupSet::getStatus)
        .filter(Objects::nonNull)
        .map(BackupSetStatus::counts)
        .filter(Objects::nonNull);
  }

  /** The types of the set's elements in the order in which they were made. */
  private static String typesOf(String policy) {
    return String.join(
        " ",
        backups.sets(policy).getFirst().getStatus().elements().stream()
            .map(Element::type)
            .map(HotCopyType::text)
            .toList());
  }

  private static List<String> reasons(BackupPolicy policy) {
    return backups.events(policy).stream().map(Event::getReason).toList();
  }
}
