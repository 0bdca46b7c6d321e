package io.nuodb.backup.simulator.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archive objects: created before their archive is served, removed, resurrected and purged. */
class ArchiveObjectTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private DomainFixture domain;
  private AdminRequests requests;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    domain = new DomainFixture(root);
    requests = new AdminRequests(domain.admin().port());
  }

  @AfterEach
  void stopDomain() throws Exception {
    requests.close();
    domain.close();
  }

  @Test
  void aCreatedArchiveIsProvisionedUntilItIsServed() throws Exception {
    JsonNode created = requests.post("archives", archive("sm-0", "nuoadmin-0", false));
    assertThat(created.path("id").asInt()).isZero();
    assertThat(created.path("host").asText()).isEqualTo("nuoadmin-0");
    assertThat(created.path("path").asText()).isEqualTo(domain.archive("sm-0").toString());
    assertThat(created.path("journalPath").asText()).isEqualTo("/journal");
    assertThat(created.path("state").asText()).isEqualTo("PROVISIONED");
    assertThat(requests.get("archives/0")).isEqualTo(created);

    domain.startAndAwaitRunning("sm-1");
    domain.startAndAwaitRunning("sm-0");
    assertThat(archives("")).containsExactly("0 sm-0 RUNNING", "1 sm-1 RUNNING");
    assertThat(requests.get("archives/0").path("host").asText()).isEqualTo("nuoadmin-0");
  }

  @Test
  void aRestoredArchiveTakesTheIdProvisionedForItsPath() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    domain.stop("sm-0");
    requests.delete("archives/0");
    Files.move(domain.archive("sm-0"), domain.archive("sm-0-save"));
    requests.post("archives", archive("sm-0", null, true));
    assertThat(archives("")).containsExactly("1 sm-1 RUNNING", "2 sm-0 PROVISIONED");

    domain.startAndAwaitRunning("sm-0");
    assertThat(archives("")).containsExactly("1 sm-1 RUNNING", "2 sm-0 RUNNING");
    assertThat(archives("?removed=True")).containsExactly("0 sm-0 NOT_RUNNING");
    restartAdmin();
    assertThat(archives("?removed=True")).containsExactly("0 sm-0 NOT_RUNNING");
    domain.startAndAwaitRunning("sm-0-save");
    assertThat(archives(""))
        .as("the removed one is back, elsewhere")
        .contains("0 sm-0-save RUNNING");
    assertThat(archives("?removed=True")).isEmpty();
  }

  @Test
  void anArchiveThatReturnsToItsPathKeepsItsId() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    requests.post("archives", archive("sm-0", null, false));
    restartAdmin();
    await().atMost(PATIENCE).until(() -> archives("").contains("0 sm-0 RUNNING"));
    domain.stop("sm-0");
    domain.startAndAwaitRunning("sm-0");
    assertThat(archives("")).containsExactly("0 sm-0 RUNNING", "1 sm-0 PROVISIONED");
  }

  @Test
  void aRemovedArchiveIsResurrectedOrPurged() throws Exception {
    requests.post("archives", unserved("a"));
    requests.post("archives", unserved("b"));
    assertThat(requests.delete("archives/0").path("id").asInt()).isZero();
    assertThat(archives("?removed=False")).containsExactly("1 b PROVISIONED");
    assertThat(archives("?removed=true")).containsExactly("0 a PROVISIONED");
    assertRefused(404, () -> requests.get("archives/0"));
    assertThat(requests.get("archives/0?removed=True").path("id").asInt()).isZero();
    assertRefused(404, () -> requests.delete("archives/0?purge=False"));
    assertRefused(409, () -> requests.put("archives/1", unserved("b")));

    requests.put("archives/0", unserved("c"));
    assertThat(archives("")).containsExactly("0 c PROVISIONED", "1 b PROVISIONED");
    requests.delete("archives/0");
    requests.delete("archives/0?purge=True");
    requests.delete("archives/1?purge=True");
    assertThat(archives("")).isEmpty();
    assertThat(archives("?removed=True")).isEmpty();
    assertRefused(404, () -> requests.put("archives/0", unserved("a")));
    restartAdmin();
    assertThat(requests.post("archives", unserved("a")).path("id").asInt())
        .as("an id is never used again")
        .isEqualTo(2);
  }

  @Test
  void anArchiveInUseAndTheLastOneOfADatabaseStay() throws Exception {
    domain.startAndAwaitRunning("sm-0");
    domain.startAndAwaitRunning("sm-1");
    assertRefused(409, () -> requests.delete("archives/1"));
    domain.stop("sm-1");
    requests.delete("archives/1");
    domain.stop("sm-0");
    assertRefused(409, () -> requests.delete("archives/0"));
    domain.engine().close();
    requests.delete("databases/demo");
    requests.delete("archives/0");
    assertThat(archives("?removed=True"))
        .containsExactly("0 sm-0 NOT_RUNNING", "1 sm-1 NOT_RUNNING");
  }

  @Test
  void whatCannotBeCreatedIsRefused() {
    assertRefused(400, () -> requests.post("archives", Map.of("dbName", "demo")));
    assertRefused(400, () -> requests.post("archives", Map.of("dbName", "demo", "path", "lsa:/a")));
    assertRefused(404, () -> requests.post("archives", archive("a", "nuoadmin-9", false)));
  }

  private void restartAdmin() throws Exception {
    int port = domain.admin().port();
    domain.admin().close();
    domain.startAdmin(port);
  }

  private List<String> archives(String query) throws Exception {
    return StreamSupport.stream(requests.get("archives" + query).path("data").spliterator(), false)
        .map(
            archive ->
                archive.path("id").asText()
                    + " "
                    + Path.of(archive.path("path").asText()).getFileName()
                    + " "
                    + archive.path("state").asText())
        .toList();
  }

  /** Of a database that has no process, so that it need not keep an archive. */
  private Map<String, Object> unserved(String name) {
    Map<String, Object> body = archive(name, null, false);
    body.put("dbName", "other");
    return body;
  }

  private Map<String, Object> archive(String name, String host, boolean restored) {
    Map<String, Object> body = new HashMap<>();
    body.put("dbName", DomainFixture.DATABASE);
    body.put("host", host);
    body.put("path", "file:" + domain.archive(name));
    body.put("journalPath", "/journal");
    body.put("restored", restored);
    return body;
  }

  private static void assertRefused(int status, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(HttpError.class, e -> assertThat(e.status()).isEqualTo(status));
  }
}
