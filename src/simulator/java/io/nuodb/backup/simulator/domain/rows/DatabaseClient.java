package io.nuodb.backup.simulator.domain.rows;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.replication.Rows;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A client of a transaction engine. */
public final class DatabaseClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final JsonClient client = new JsonClient(TIMEOUT);
  private final String engineUrl;

  public DatabaseClient(String engineUrl) {
    this.engineUrl = engineUrl;
  }

  /** Begins a transaction and returns its id. */
  public long begin() throws IOException {
    return client
        .post(engineUrl + "/transactions", null, JsonNode.class)
        .path("transactionId")
        .asLong();
  }

  /**
   * @param rows values by key; a null value deletes the row
   */
  public void write(long transactionId, String table, Map<Long, String> rows) throws IOException {
    record Write(String table, Map<Long, String> rows) {}
    client.post(transaction(transactionId) + "/rows", new Write(table, rows), Void.class);
  }

  /** Returns the commit's sequence once every RUNNING storage manager has journaled it. */
  public long commit(long transactionId) throws IOException {
    return client
        .post(transaction(transactionId) + "/commit", null, JsonNode.class)
        .path("commitSequence")
        .asLong();
  }

  public void rollBack(long transactionId) throws IOException {
    client.post(transaction(transactionId) + "/rollback", null, Void.class);
  }

  /** Writes rows in a transaction of their own; returns the commit's sequence. */
  public long writeAndCommit(String table, Map<Long, String> rows) throws IOException {
    long transactionId = begin();
    write(transactionId, table, rows);
    return commit(transactionId);
  }

  public List<String> tables() throws IOException {
    return client.get(engineUrl + "/tables", new TypeReference<>() {});
  }

  public Rows rows(String table, long from, int limit) throws IOException {
    String query = "?from=" + from + "&limit=" + limit;
    return client.get(engineUrl + "/tables/" + table + "/rows" + query, Rows.class);
  }

  @Override
  public void close() {
    client.close();
  }

  private String transaction(long id) {
    return engineUrl + "/transactions/" + id;
  }
}
