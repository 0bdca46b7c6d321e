package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shapes, pages and filters of the admin REST API's listings. */
class AdminListingTest {
  private DomainFixture domain;
  private AdminApi api;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    domain = new DomainFixture(root);
    api = new AdminApi(domain);
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
  }

  @AfterEach
  void stopDomain() throws Exception {
    domain.close();
  }

  @Test
  void listingsComeInPages() throws Exception {
    JsonNode first = api.get("processes?offset=0&limit=2&orderBy=startId");
    assertThat(startIds(first)).containsExactly("0", "1");
    assertThat(first.path("hasNext").asBoolean()).isTrue();
    assertThat(first.path("maxLimit").asInt()).isPositive();

    JsonNode last = api.get("processes?offset=2&limit=2&orderBy=startId");
    assertThat(startIds(last)).containsExactly("2");
    assertThat(last.path("hasNext").asBoolean(true)).isFalse();
    assertThat(startIds(api.get("processes?orderBy=startId&descendingFields=startId")))
        .containsExactly("2", "1", "0");
  }

  @Test
  void filtersAreRegularExpressionsOnNamedFields() throws Exception {
    assertThat(startIds(api.get("processes?filterBy=type&type=SM&filterBy=dbName&dbName=d.mo")))
        .containsExactly("1", "2");
    assertThat(startIds(api.get("processes?filterBy=labels.pod-name&labels.pod-name=sm-1")))
        .containsExactly("2");
    assertThat(startIds(api.get("processes?filterBy=dbName&dbName=other"))).isEmpty();
    assertThatThrownBy(() -> api.get("processes?filterBy=dbName&dbName=%5B"))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(400));
  }

  @Test
  void aFilterQuerySelectsProcesses() throws Exception {
    assertThat(startIds(api.get("processes?filterQuery=label(pod-name+sm-*)")))
        .containsExactly("1", "2");
    assertThat(
            startIds(api.get("processes?filterBy=type&type=SM&filterQuery=first(start_id(0)+any)")))
        .as("the first of those that fit otherwise")
        .containsExactly("1", "2");
    assertThatThrownBy(() -> api.get("processes?filterQuery=label(role)"))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(400))
        .hasMessageContaining("Expected a pattern at position 10");
  }

  @Test
  void aStorageManagerShowsItsArchiveAndLabels() throws Exception {
    JsonNode process = api.get("processes/1");
    assertThat(process.path("type").asText()).isEqualTo("SM");
    assertThat(process.path("state").asText()).isEqualTo("RUNNING");
    assertThat(process.path("durableState").asText()).isEqualTo("MONITORED");
    assertThat(process.path("startId").isTextual()).isTrue();
    assertThat(process.path("archiveId").isInt()).isTrue();
    assertThat(process.path("archiveDir").asText()).isEqualTo(domain.archive("sm-0").toString());
    assertThat(process.path("labels").path("pod-name").asText()).isEqualTo("sm-0");
    assertThat(process.path("options").path("mem").asText()).isEqualTo("128m");
    assertThat(api.get("processes/0").has("archiveId")).isFalse();
    assertThatThrownBy(() -> api.get("processes/7"))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  @Test
  void anArchiveHasTheShapeThatItsStorageManagerLeavesInInfoJson() throws Exception {
    JsonNode archive = api.get("archives/0");
    assertThat(archive.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrder(
            "uri", "process", "id", "dbName", "path", "state", "observerStorageGroups");
    assertThat(archive.path("id").isInt()).isTrue();
    assertThat(archive.path("state").asText()).isEqualTo("RUNNING");
    assertThat(api.get("archives?removed=True").path("data")).isEmpty();
    domain.stop("sm-0");
    assertThat(api.get("archives/0").path("state").asText()).isEqualTo("NOT_RUNNING");
    assertThat(domain.archive("sm-0").resolve("info.json")).content().contains("\"id\":0");
  }

  @Test
  void aDatabaseRunsWithAStorageManager() throws Exception {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> api.get("databases/demo").path("state").asText().equals("RUNNING"));
    domain.stop("sm-0");
    domain.stop("sm-1");
    assertThat(api.get("databases").path("data").get(0).path("state").asText())
        .isEqualTo("NOT_RUNNING");
    assertThatThrownBy(() -> api.get("databases/other"))
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(404));
  }

  private static Iterable<String> startIds(JsonNode page) {
    return StreamSupport.stream(page.path("data").spliterator(), false)
        .map(process -> process.path("startId").asText())
        .toList();
  }
}
