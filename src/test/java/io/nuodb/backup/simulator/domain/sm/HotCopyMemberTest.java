package io.nuodb.backup.simulator.domain.sm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.simulator.backup.HotCopies;
import io.nuodb.backup.simulator.backup.HotCopyRequest;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.domain.admin.HotCopyOrder.Part;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Progress;
import io.nuodb.backup.simulator.store.Store;
import io.nuodb.backup.simulator.store.StoreSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A member's part ends, and is reported, whatever happens to it or its coordinator. */
class HotCopyMemberTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final UUID HOT_COPY = new UUID(1, 2);

  private final List<MemberReport> reports = new CopyOnWriteArrayList<>();
  private final JsonClient client = new JsonClient(PATIENCE);
  private Path root;
  private HttpService coordinator;
  private Store store;
  private HotCopies hotCopies;

  @BeforeEach
  void startCoordinator(@TempDir Path directory) throws IOException {
    root = directory;
    coordinator = new HttpService(0);
  }

  @AfterEach
  void stop() throws IOException {
    hotCopies.close();
    store.close();
    client.close();
    coordinator.close();
  }

  @Test
  void anAnswerThatMakesNoSenseCancelsThePart() throws Exception {
    begin(Map.of());
    awaitState(HotCopyState.CANCELLED);
  }

  @Test
  void aFailureWithoutAReasonIsReported() throws Exception {
    HotCopyMember member = begin(Map.of("action", "GO_ON"));
    awaitReport(Progress.AGREEING); // from now on the part waits
    member.fail(null);
    awaitReport(Progress.FAILED);
    assertThat(reports.getLast().failure()).isNotNull();
  }

  private HotCopyMember begin(Map<String, Object> answer) throws Exception {
    coordinator.route(
        "POST",
        "/hotCopies/{id}/parts/{archive}",
        request -> {
          reports.add(request.body(MemberReport.class));
          return answer;
        });
    coordinator.start();
    store =
        Store.open(root.resolve("archive"), StoreSettings.of("test", new UUID(3, 4), "test-sm-1"));
    hotCopies = new HotCopies(store, 2, Clock.systemUTC());
    Path set = root.resolve("set");
    HotCopyMember member =
        new HotCopyMember(
            new MemberOrder(
                HOT_COPY,
                "full",
                null,
                new Part(1, 2, "http://member", set.toString(), null),
                "http://127.0.0.1:" + coordinator.port()),
            hotCopies,
            client);
    hotCopies.start(
        new HotCopyRequest(HOT_COPY, HotCopyType.FULL, set, Optional.empty(), OptionalLong.empty()),
        member);
    member.start();
    return member;
  }

  private void awaitReport(Progress progress) {
    await()
        .atMost(PATIENCE)
        .until(() -> reports.stream().anyMatch(report -> report.progress() == progress));
  }

  private void awaitState(HotCopyState state) {
    await()
        .dontCatchUncaughtExceptions()
        .atMost(PATIENCE)
        .until(() -> hotCopies.status(HOT_COPY).orElseThrow().state() == state);
  }
}
