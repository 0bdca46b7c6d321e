package io.nuodb.backup.simulator.domain.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.admin.EngineStatus.ArchiveReport;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which storage groups a database has, and which of them a set of archives leaves out. */
class StorageGroupTest {
  private static final String DATABASE = "demo";

  @TempDir private Path directory;
  private Domain domain;

  @BeforeEach
  void openDomain() throws IOException {
    domain = new Domain(directory, Clock.systemUTC(), Duration.ofMinutes(5));
  }

  @Test
  void groupsThatNoneOfTheArchivesServesAreNamed() throws IOException {
    join(0, EngineState.RUNNING, "sg1", "sg2");
    join(1, EngineState.RUNNING, "SG2");
    join(2, EngineState.RUNNING);

    assertThat(domain.uncoveredStorageGroups(DATABASE, Set.of(0))).isEmpty();
    assertThat(domain.uncoveredStorageGroups(DATABASE, Set.of(1))).containsExactly("SG1");
    assertThat(domain.uncoveredStorageGroups(DATABASE, Set.of(2))).containsExactly("SG1", "SG2");
    assertThat(domain.uncoveredStorageGroups(DATABASE, Set.of(0, 1, 2))).isEmpty();
    assertThat(domain.uncoveredStorageGroups(DATABASE, Set.of()))
        .containsExactly("UNPARTITIONED", "SG1", "SG2");
    assertThat(domain.uncoveredStorageGroups("other", Set.of())).isEmpty();
  }

  @Test
  void aGroupKeepsItsIdAndIsThereAsLongAsAnArchiveDeclaresIt() throws IOException {
    join(0, EngineState.RUNNING, "b");
    join(1, EngineState.RUNNING, "a");
    assertThat(groups()).containsExactly("1 ALL", "2 UNPARTITIONED", "10 B", "11 A");

    join(0, EngineState.RUNNING);
    assertThat(groups()).containsExactly("1 ALL", "2 UNPARTITIONED", "11 A");
    join(0, EngineState.RUNNING, "c", "b");
    domain = new Domain(directory, Clock.systemUTC(), Duration.ofMinutes(5));
    assertThat(groups()).containsExactly("1 ALL", "2 UNPARTITIONED", "10 B", "11 A", "12 C");
  }

  @Test
  void aGroupIsAvailableWithARunningStorageManager() throws IOException {
    join(0, EngineState.RUNNING, "sg1");
    join(1, EngineState.SYNCING, "sg2");

    assertThat(rest("?filterBy=sgName&sgName=SG1"))
        .isEqualTo(
            """
            {"dbName":"demo","sgName":"SG1","sgId":10,"archiveStates":{"0":"ADDED"},\
            "processStates":{"0":"RUNNING"},"leaderCandidates":["0"],"state":"Available"}""");
    assertThat(rest("?filterBy=sgId&sgId=11"))
        .isEqualTo(
            """
            {"dbName":"demo","sgName":"SG2","sgId":11,"archiveStates":{"1":"ADDED"},\
            "processStates":{"1":"SYNCING"},"leaderCandidates":[],"state":"Unavailable"}""");
    assertThat(rest("?filterBy=sgName&sgName=UNPARTITIONED"))
        .contains("{\"0\":\"ADDED\",\"1\":\"ADDED\"}", "\"leaderCandidates\":[\"0\"]");
  }

  private List<String> groups() {
    return StorageGroup.of(domain.state(), DATABASE).stream()
        .map(group -> group.id() + " " + group.name())
        .toList();
  }

  /** The only storage group that the listing answers. */
  private String rest(String query) throws IOException {
    try (HttpService service = new HttpService(0);
        JsonClient client = new JsonClient(Duration.ofSeconds(30))) {
      new StorageGroupResource(domain).addTo(service);
      service.start();
      String url = "http://localhost:" + service.port() + "/api/1/databases/demo/storageGroups";
      JsonNode page = client.get(url + query, JsonNode.class);
      assertThat(page.path("data")).hasSize(1);
      return Json.MAPPER.writeValueAsString(page.path("data").get(0));
    }
  }

  /** A storage manager of that archive opens it, in place of the one before. */
  private void join(int archive, EngineState state, String... storageGroups) throws IOException {
    ProcessSettings settings =
        new ProcessSettings("nuodb:8888", DATABASE, "sm", "127.0.0.1", 1, Map.of(), Map.of())
            .withStorageGroups(Set.of(storageGroups));
    domain.report(
        new EngineReport(
            UUID.randomUUID(),
            null,
            EngineType.SM,
            settings,
            1,
            new EngineStatus(
                state, new UUID(1, 2), new ArchiveReport(new UUID(0, archive), "/" + archive))));
  }
}
