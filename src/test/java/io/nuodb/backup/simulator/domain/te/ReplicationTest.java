package io.nuodb.backup.simulator.domain.te;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.replication.MembershipChange;
import io.nuodb.backup.simulator.domain.replication.StorageManagerReport;
import io.nuodb.backup.simulator.store.Membership;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** In which order storage managers record who takes part. */
class ReplicationTest {
  private final List<MembershipChange> recorded = new CopyOnWriteArrayList<>();
  private final MemberCalls calls = new MemberCalls(Duration.ofSeconds(10), Duration.ofSeconds(10));
  private final Replication replication = new Replication(calls);
  private HttpService agreeing;
  private HttpService refusing;

  @BeforeEach
  void start() throws IOException {
    agreeing = new HttpService(0);
    agreeing.route(
        "POST",
        "/replication/membership",
        request -> {
          recorded.add(request.body(MembershipChange.class));
          return null;
        });
    agreeing.start();
    refusing = new HttpService(0);
    refusing.route(
        "POST",
        "/replication/membership",
        request -> {
          throw HttpError.conflict("outdated");
        });
    refusing.start();
  }

  @AfterEach
  void stop() {
    calls.close();
    agreeing.close();
    refusing.close();
  }

  /**
   * The witness has moved on since it reported, and may hold commits that the leader misses: then
   * the leader's archive must not say that it is the only member.
   */
  @Test
  void aLeaderRecordsNothingBeforeAllOthersHaveAgreed() {
    StorageManagerReport leader = report("a", agreeing, 10);
    StorageManagerReport witness = report("b", refusing, 9);

    replication.form(new Formation.Form(List.of(leader), List.of(leader, witness)));

    assertThat(replication.session()).isEmpty();
    assertThat(recorded).isEmpty();
  }

  @Test
  void aSessionBeginsWhenAllHaveAgreed() {
    StorageManagerReport leader = report("a", agreeing, 10);
    StorageManagerReport witness = report("b", agreeing, 9);

    replication.form(new Formation.Form(List.of(leader), List.of(leader, witness)));

    assertThat(replication.session().orElseThrow().membership()).isEqualTo(membership(4, "a"));
    assertThat(recorded)
        .extracting(MembershipChange::membership, MembershipChange::expectedSequence)
        .containsExactly(tuple(membership(4, "a"), 9L), tuple(membership(4, "a"), 10L));
  }

  private static StorageManagerReport report(
      String archiveUid, HttpService service, long lastSequence) {
    return new StorageManagerReport(
        1,
        archiveUid,
        "http://127.0.0.1:" + service.port(),
        null,
        membership(3, "a", "b"),
        lastSequence,
        6530,
        false);
  }

  private static Membership membership(long epoch, String... members) {
    return new Membership(epoch, new TreeSet<>(Set.of(members)));
  }
}
