package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.ClientAccess;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.StreamSupport;

/** An engine process's side of its connection to the admin. */
public final class AdminLink implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final String adminUrl;
  private final JsonClient client;

  /**
   * @param apiServer as in NUOCMD_API_SERVER: host and port, the scheme may be missing
   */
  public AdminLink(String apiServer, ClientAccess access) {
    this.adminUrl = access.url(apiServer);
    this.client = new JsonClient(TIMEOUT, access);
  }

  public String apiUrl() {
    return adminUrl + "/api/1";
  }

  public Registration report(EngineReport report) throws IOException {
    return client.post(adminUrl + "/engines", report, Registration.class);
  }

  /** Tells the admin that the engine ends; silently without effect when the admin is not there. */
  public void leave(int startId) {
    try {
      client.delete(adminUrl + "/engines/" + startId);
    } catch (IOException | HttpError e) {
      System.getLogger(AdminLink.class.getName())
          .log(System.Logger.Level.DEBUG, "The admin did not hear that the engine ends", e);
    }
  }

  /** Where a transaction engine is, and which start of it. */
  public record TransactionEngineAddress(int startId, String url) {}

  /** The database's transaction engine: the youngest that joined, if there are several. */
  public Optional<TransactionEngineAddress> transactionEngine(String dbName) throws IOException {
    String query =
        "?limit=100&filterBy=dbName&filterBy=type&type=TE&dbName="
            + dbName
            + "&filterBy=durableState&durableState=MONITORED";
    JsonNode processes = client.get(apiUrl() + "/processes" + query, JsonNode.class);
    return StreamSupport.stream(processes.path("data").spliterator(), false)
        .map(AdminLink::address)
        .max(Comparator.comparingInt(TransactionEngineAddress::startId));
  }

  private static TransactionEngineAddress address(JsonNode process) {
    return new TransactionEngineAddress(
        process.path("startId").asInt(),
        "http://" + process.path("address").asText() + ":" + process.path("port").asInt());
  }

  @Override
  public void close() {
    client.close();
  }
}
