package io.nuodb.backup.simulator.domain.te;

import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Request;
import java.io.IOException;
import java.util.Map;

/** What a database client can do: explicit transactions that write rows, and reads. */
final class ClientApi {
  private static final int MAX_VALUE_LENGTH = 16_000;
  private static final int DEFAULT_LIMIT = 1_000;

  /**
   * @param rows values by key; a null value deletes the row
   */
  record Write(String table, Map<Long, String> rows) {}

  private final Transactions transactions;
  private final CommitOrder order;
  private final Reads reads;

  ClientApi(Transactions transactions, CommitOrder order, Reads reads) {
    this.transactions = transactions;
    this.order = order;
    this.reads = reads;
  }

  void addTo(HttpService service) {
    service
        .route("POST", "/transactions", this::begin)
        .route("POST", "/transactions/{id}/rows", this::write)
        .route("POST", "/transactions/{id}/commit", request -> order.commit(id(request)))
        .route("POST", "/transactions/{id}/rollback", this::rollBack)
        .route("GET", "/tables", request -> reads.tables())
        .route(
            "GET",
            "/tables/{table}/rows",
            request ->
                reads.rows(
                    request.path("table"),
                    request.query("from").map(ClientApi::number).orElse(Long.MIN_VALUE),
                    request.intQuery("limit").orElse(DEFAULT_LIMIT)));
  }

  private Object begin(Request request) {
    return Map.of("transactionId", transactions.begin());
  }

  private Object write(Request request) throws IOException {
    Write write = request.body(Write.class);
    if (write.table() == null || !write.table().matches("\\w{1,64}") || write.rows() == null) {
      throw HttpError.badRequest("Expected a table (letters, digits, underscores) and rows");
    }
    for (String value : write.rows().values()) {
      if (value != null && value.length() > MAX_VALUE_LENGTH) {
        throw HttpError.badRequest("A value is longer than " + MAX_VALUE_LENGTH);
      }
    }
    transactions.write(id(request), write.table(), write.rows());
    return null;
  }

  private Object rollBack(Request request) {
    transactions.rollBack(id(request));
    return null;
  }

  private static long id(Request request) {
    return number(request.path("id"));
  }

  private static long number(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw HttpError.badRequest("Not a number: " + text);
    }
  }
}
