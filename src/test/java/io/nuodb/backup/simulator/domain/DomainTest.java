package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.admin.EngineState;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.rows.DatabaseClient;
import io.nuodb.backup.simulator.domain.sm.StorageManager;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commits, SYNC and restarts in a domain of two storage managers. */
class DomainTest {
  private DomainFixture domain;
  private DatabaseClient database;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    domain = new DomainFixture(root);
    database = domain.connect();
  }

  @AfterEach
  void stopDomain() throws Exception {
    database.close();
    domain.close();
  }

  @Test
  void commitsAreOnEveryRunningStorageManager() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    write(0, 1_000);

    domain.stop("sm-0");
    domain.stop("sm-1");

    assertThat(DomainFixture.rowsOf(domain.archive("sm-0")))
        .hasSize(1_000)
        .isEqualTo(DomainFixture.rowsOf(domain.archive("sm-1")));
  }

  @Test
  void transactionsHaveIdsBeforeTheyCommit() throws Exception {
    domain.startAndAwaitRunning("sm-0");

    long first = database.begin();
    long second = database.begin();
    database.write(first, "foo", Map.of(1L, "one"));

    assertThat(second - first).isEqualTo(128);
    assertThat(domain.liveRows()).isEmpty();
    assertThat(database.commit(first)).isEqualTo(1);
    assertThat(domain.liveRows()).containsExactly("foo\t1\tone");
    database.rollBack(second);
    assertThatThrownBy(() -> database.commit(second))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void aStorageManagerThatReturnsSynchronizesWhileWritesGoOn() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    write(0, 500);
    domain.stop("sm-1");
    write(500, 1_000);

    AtomicBoolean stop = new AtomicBoolean();
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (long key = 10_000; !stop.get(); key++) {
                writeRow(key);
              }
            });
    try {
      domain.startAndAwaitRunning("sm-1");
    } finally {
      stop.set(true);
    }
    assertThat(writer).succeedsWithin(Duration.ofSeconds(60));

    List<String> live = domain.liveRows();
    domain.stop("sm-0");
    assertThat(domain.liveRows()).as("served by the other one").isEqualTo(live);
    domain.stop("sm-1");
    assertThat(live).hasSizeGreaterThan(1_000);
    assertThat(DomainFixture.rowsOf(domain.archive("sm-0"))).isEqualTo(live);
    assertThat(DomainFixture.rowsOf(domain.archive("sm-1"))).isEqualTo(live);
  }

  @Test
  void aNewStorageManagerSynchronizesFromOneThatIsThere() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    write(0, 100);
    // Without a commit meanwhile, nobody has noticed that it is gone.
    domain.stop(firstMember());
    domain.startAndAwaitRunning("sm-2");

    assertThat(domain.liveRows()).hasSize(100);
  }

  @Test
  void aStaleArchiveNeverLeads() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    write(0, 100);
    domain.stop("sm-1");
    write(100, 200);
    domain.stop("sm-0");
    assertThatThrownBy(() -> database.writeAndCommit("foo", Map.of(200L, "nobody is there")))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(503));

    StorageManager stale = domain.start("sm-1");
    await()
        .during(Duration.ofSeconds(2))
        .atMost(Duration.ofSeconds(30))
        .until(() -> stale.state() != EngineState.RUNNING);
    domain.startAndAwaitRunning("sm-0");
    DomainFixture.awaitRunning(stale);

    assertThat(domain.liveRows()).hasSize(200);
    domain.stop("sm-0");
    assertThat(domain.liveRows()).as("served by the stale one, now in SYNC").hasSize(200);
  }

  @Test
  void storageManagersStayWhenTheTransactionEngineRestarts() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    write(0, 100);
    List<String> before = domain.liveRows();

    domain.engine().close();
    domain.startEngine();
    database.close();
    database = domain.connect();
    await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> write(100, 200));

    assertThat(domain.liveRows()).hasSize(200).containsAll(before);
    domain.stop("sm-0");
    assertThat(domain.liveRows()).hasSize(200);
  }

  @Test
  void anArchiveKeepsItsIdWhenAdminAndStorageManagerRestart() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    AdminApi api = new AdminApi(domain);
    Map<Integer, String> archives = archivePaths(api);
    assertThat(archives).containsOnlyKeys(0, 1);

    int port = domain.admin().port();
    domain.stop("sm-0");
    domain.admin().close();
    domain.startAdmin(port);
    domain.startAndAwaitRunning("sm-0");

    assertThat(archivePaths(api)).isEqualTo(archives);
    assertThat(api.get("archives/0").path("state").asText()).isEqualTo("RUNNING");
  }

  /** The storage manager whose archive has the first UUID, as the admin remembers them. */
  private String firstMember() throws Exception {
    JsonNode state = Json.MAPPER.readTree(domain.archive("admin").resolve("domain.json").toFile());
    return StreamSupport.stream(state.path("archives").spliterator(), false)
        .min(Comparator.comparing(archive -> archive.path("uuid").asText()))
        .map(archive -> Path.of(archive.path("path").asText()).getFileName().toString())
        .orElseThrow();
  }

  private static Map<Integer, String> archivePaths(AdminApi api) throws Exception {
    Map<Integer, String> paths = new TreeMap<>();
    api.get("archives")
        .path("data")
        .forEach(archive -> paths.put(archive.path("id").asInt(), archive.path("path").asText()));
    return paths;
  }

  private boolean write(long from, long to) throws Exception {
    Map<Long, String> rows = new TreeMap<>();
    for (long key = from; key < to; key++) {
      rows.put(key, "value " + key);
    }
    database.writeAndCommit("foo", rows);
    return true;
  }

  private void writeRow(long key) {
    try {
      database.writeAndCommit("foo", Map.of(key, "value " + key));
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
