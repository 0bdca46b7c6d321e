package io.nuodb.backup.simulator.domain;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Calls the admin REST API as a client would. */
final class AdminApi {
  private final JsonClient client = new JsonClient(Duration.ofSeconds(30));
  private final String url;

  AdminApi(DomainFixture domain) {
    this.url = "http://" + domain.apiServer() + "/api/1/";
  }

  JsonNode get(String path) throws IOException {
    return client.get(url + path, JsonNode.class);
  }

  JsonNode post(String path, Object body) throws IOException {
    return client.post(url + path, body, JsonNode.class);
  }

  JsonNode startHotCopy(String type, int archiveId, String directory) throws IOException {
    return post(
        "databases/demo/hotCopy",
        Map.of(
            "type",
            type,
            "shared",
            false,
            "backupSetDirs",
            Map.of(String.valueOf(archiveId), directory),
            "checkContainsAllSgs",
            true));
  }

  JsonNode status(JsonNode started) throws IOException {
    return get(
        "databases/hotCopyStatus?coordinatorStartId="
            + started.path("coordinatorStartId").asText()
            + "&hotCopyId="
            + started.path("hotCopyId").asText());
  }
}
