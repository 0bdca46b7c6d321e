package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.admin.AdminProcess;
import io.nuodb.backup.simulator.domain.http.HttpError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that the admin itself starts and ends, with the requests that nuocmd sends. */
class StartedProcessTest {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir private Path root;
  private AdminProcess admin;
  private AdminRequests requests;

  @BeforeEach
  void startAdmin() throws Exception {
    admin = new AdminProcess(root.resolve("admin"), 0, "nuoadmin-0", PATIENCE, Clock.systemUTC());
    requests = new AdminRequests(admin.port());
  }

  @AfterEach
  void stopAdmin() {
    requests.close();
    admin.close();
  }

  @Test
  void aDatabaseIsCreatedStartedShutDownAndDeleted() throws Exception {
    createArchive();
    JsonNode plan = requests.put("databases/demo?mayExist=False", tePlacement());
    assertThat(plan.path("processes").toString())
        .isEqualTo(
            """
            [{"dbName":"demo","host":"nuoadmin-0","engineType":"SM","archiveId":0},\
            {"dbName":"demo","host":"nuoadmin-0","engineType":"TE"}]""");
    assertRefused(409, () -> requests.put("databases/demo?mayExist=False", tePlacement()));
    JsonNode sm =
        start(
            Map.of(
                "dbName", "demo",
                "host", "nuoadmin-0",
                "engineType", "SM",
                "archiveId", "0",
                "labels", Map.of("role", "hotcopy"),
                "overrideOptions", Map.of("mem", "128m")));
    assertThat(sm.path("startId").asText()).isEqualTo("0");
    start(Map.of("dbName", "demo", "host", "nuoadmin-0", "engineType", "TE"));
    assertThatThrownBy(() -> startSm("0")).hasMessageContaining("The archive has a process");
    await().atMost(PATIENCE).until(() -> state("databases/demo").equals("RUNNING"));

    JsonNode running = requests.get("processes/0");
    assertThat(running.path("archiveId").asInt()).isZero();
    assertThat(running.path("archiveDir").asText()).isEqualTo(root.resolve("a").toString());
    assertThat(running.path("labels").toString()).isEqualTo("{\"role\":\"hotcopy\"}");
    assertThat(requests.get("processes/0/options").toString()).isEqualTo("{\"mem\":\"128m\"}");
    assertThat(requests.get("archives/0").path("state").asText()).isEqualTo("RUNNING");
    assertThat(root.resolve("j")).as("the archive object's journal").isNotEmptyDirectory();
    assertRefused(409, () -> requests.delete("databases/demo"));

    requests.post("databases/demo/shutdown", null);
    await().atMost(PATIENCE).until(() -> exited().size() == 2);
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(exited())
                    .containsExactly(
                        "0 Gracefully shutdown engine 0", "1 Gracefully shutdown engine 0"));
    requests.delete("databases/demo?purge=False");
    assertThat(state("databases/demo")).isEqualTo("TOMBSTONE");
    requests.delete("databases/demo?purge=True");
    assertRefused(404, () -> requests.get("databases/demo"));
  }

  @Test
  void aKilledProcessLeavesATombstone() throws Exception {
    createArchive();
    requests.put("databases/demo", tePlacement());
    startSm("0");
    await().atMost(PATIENCE).until(() -> requests.get("processes/0").has("pid"));
    long pid = requests.get("processes/0").path("pid").asLong();

    requests.delete("processes/0?evict=False&kill=True&killWithCore=False&timeout=60");

    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(requests.get("processes").path("data")).isEmpty();
    JsonNode tombstone = requests.error("processes/0");
    assertThat(tombstone.path("code").asInt()).isEqualTo(404);
    assertThat(tombstone.path("messages").get(0).asText()).contains("startId=0 has exited");
    assertThat(tombstone.path("process").path("startId").asText()).isEqualTo("0");
    assertThat(tombstone.path("databaseIncarnation").has("major")).isTrue();
    assertThat(tombstone.path("exitCode").asInt()).isEqualTo(137);
    assertThat(Files.exists(root.resolve("admin/log/0.log"))).isTrue();

    startSm("0");
    assertThat(requests.get("processes/1").path("durableState").asText()).isNotEmpty();
  }

  @Test
  void processesEndWithTheAdmin() throws Exception {
    requests.put("databases/demo", tePlacement());
    start(Map.of("dbName", "demo", "host", "nuoadmin-0", "engineType", "TE"));
    await().atMost(PATIENCE).until(() -> requests.get("processes/0").has("pid"));
    ProcessHandle child =
        ProcessHandle.of(requests.get("processes/0").path("pid").asLong()).orElseThrow();
    admin.close();
    assertThat(child.isAlive()).isFalse();
  }

  @Test
  void whatCannotBeStartedIsRefused() throws Exception {
    createArchive();
    assertThatThrownBy(() -> startSm("0")).hasMessageContaining("dbName=demo not found");
    requests.put("databases/demo", tePlacement());
    assertThatThrownBy(() -> startSm("1")).hasMessageContaining("archiveId=1");
    assertThatThrownBy(
            () -> start(Map.of("dbName", "demo", "host", "nuoadmin-9", "engineType", "TE")))
        .hasMessageContaining("serverId=nuoadmin-9 not found");
    assertThatThrownBy(
            () -> start(Map.of("dbName", "demo", "host", "nuoadmin-0", "engineType", "SM")))
        .hasMessageContaining("engineType=SM");
    requests.post("archives", Map.of("dbName", "demo", "path", "/elsewhere", "remoteStart", true));
    assertThatThrownBy(() -> startSm("1")).hasMessageContaining("not on server");
    assertThat(requests.get("processes").path("data")).isEmpty();
  }

  private void createArchive() throws Exception {
    requests.post(
        "archives",
        Map.of(
            "dbName",
            "demo",
            "host",
            "nuoadmin-0",
            "path",
            root.resolve("a").toString(),
            "journalPath",
            root.resolve("j").toString(),
            "restored",
            false));
  }

  private static Map<String, Object> tePlacement() {
    return Map.of(
        "databaseDbaUser",
        "dba",
        "databaseDbaPassword",
        "secret",
        "teHosts",
        List.of("nuoadmin-0"));
  }

  private JsonNode startSm(String archiveId) throws Exception {
    return start(
        Map.of("dbName", "demo", "host", "nuoadmin-0", "engineType", "SM", "archiveId", archiveId));
  }

  private JsonNode start(Map<String, Object> body) throws Exception {
    return requests.post("processes", body);
  }

  private String state(String path) throws Exception {
    return requests.get(path).path("state").asText();
  }

  private List<String> exited() throws Exception {
    return StreamSupport.stream(
            requests
                .get(
                    "processes/exited?filterBy=process.dbName&process.dbName=demo"
                        + "&orderBy=process.startId&filterQuery=any")
                .path("data")
                .spliterator(),
            false)
        .map(
            exited ->
                exited.path("process").path("startId").asText()
                    + " "
                    + exited.path("reason").asText()
                    + " "
                    + exited.path("exitCode").asText())
        .toList();
  }

  private static void assertRefused(int status, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(status));
  }
}
