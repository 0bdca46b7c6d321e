package io.nuodb.backup.simulator.domain.te;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import io.nuodb.backup.simulator.store.Membership;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Who may start first when no storage manager is RUNNING. */
class FormationTest {
  @Test
  void theFirstOfANewDatabaseFoundsIt() {
    assertThat(Formation.decide(List.of(report("a", 0, Set.of(), 0)), false))
        .isEqualTo(formOf(List.of(report("a", 0, Set.of(), 0))));
  }

  @Test
  void anEmptyArchiveNeverFoundsADatabaseThatHasRun() {
    assertThat(Formation.decide(List.of(report("a", 0, Set.of(), 0)), true))
        .isInstanceOf(Formation.Wait.class);
  }

  @Test
  void anEmptyArchiveDoesNotStandInForAMember() {
    List<StorageManagerReport> here =
        List.of(report("a", 3, Set.of("a", "b"), 10), report("c", 0, Set.of(), 0));
    assertThat(Formation.decide(here, true))
        .isInstanceOfSatisfying(
            Formation.Wait.class, wait -> assertThat(wait.reason()).contains("[b]"));
  }

  @Test
  void theOneWithTheHighestSequenceLeads() {
    StorageManagerReport ahead = report("a", 3, Set.of("a", "b"), 11);
    StorageManagerReport behind = report("b", 3, Set.of("a", "b"), 10);
    assertThat(Formation.decide(List.of(behind, ahead), true))
        .isEqualTo(new Formation.Form(List.of(ahead), List.of(behind, ahead)));
  }

  @Test
  void equalOnesLeadTogether() {
    List<StorageManagerReport> equal =
        List.of(report("a", 3, Set.of("a", "b"), 10), report("b", 3, Set.of("a", "b"), 10));
    assertThat(Formation.decide(equal, true)).isEqualTo(formOf(equal));
  }

  @Test
  void aStaleOneNeitherLeadsNorIsWaitedFor() {
    StorageManagerReport newest = report("a", 4, Set.of("a"), 20);
    StorageManagerReport stale = report("b", 3, Set.of("a", "b"), 25);
    assertThat(Formation.decide(List.of(stale, newest), true)).isEqualTo(formOf(List.of(newest)));
    assertThat(Formation.decide(List.of(stale), true)).isInstanceOf(Formation.Wait.class);
  }

  @Test
  void membershipsOfTheSameEpochAreAllNeeded() {
    StorageManagerReport joining = report("b", 4, Set.of("a", "b"), 20);
    StorageManagerReport alone = report("a", 4, Set.of("a"), 21);
    assertThat(Formation.decide(List.of(joining), true)).isInstanceOf(Formation.Wait.class);
    assertThat(Formation.decide(List.of(joining, alone), true))
        .isEqualTo(new Formation.Form(List.of(alone), List.of(joining, alone)));
  }

  @Test
  void anArchiveWhoseSyncWasInterruptedCountsAsMissing() {
    StorageManagerReport interrupted =
        new StorageManagerReport(
            1, "a", "http://a", null, membership(3, Set.of("a")), 10, 6530, true);
    assertThat(Formation.decide(List.of(interrupted), true)).isInstanceOf(Formation.Wait.class);
  }

  private static Formation.Form formOf(List<StorageManagerReport> reports) {
    return new Formation.Form(reports, reports);
  }

  private static StorageManagerReport report(
      String archiveUid, long epoch, Set<String> members, long lastSequence) {
    return new StorageManagerReport(
        1,
        archiveUid,
        "http://" + archiveUid,
        null,
        membership(epoch, members),
        lastSequence,
        6530,
        false);
  }

  private static Membership membership(long epoch, Set<String> members) {
    return new Membership(epoch, new TreeSet<>(members));
  }
}
