package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.http.OperationTimeout;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** What the admin asks of storage managers; one that refuses connections is forgotten at once. */
final class StorageManagerCalls {
  /** How long a storage manager may take for its statuses, when the client does not say. */
  private static final int STATUSES_TIMEOUT_SEC = 30;

  private final Domain domain;
  private final JsonClient client;
  private final Clock clock;

  StorageManagerCalls(Domain domain, JsonClient client, Clock clock) {
    this.domain = domain;
    this.client = client;
    this.clock = clock;
  }

  /** Returns when all parts of the hot copy have begun; one that is refused ends all. */
  void start(Engine coordinator, HotCopyOrder order) throws IOException {
    call(coordinator, () -> client.post(coordinator.url() + "/hotCopies", order, ObjectNode.class));
  }

  ObjectNode status(Engine sm, String hotCopyId, String baseUrl) throws IOException {
    ObjectNode status =
        call(sm, () -> client.get(sm.url() + "/hotCopies/" + hotCopyId, ObjectNode.class));
    return completed(status, sm, baseUrl);
  }

  /**
   * The statuses of all hot copies that the storage manager coordinates.
   *
   * @param minSecondsRunning selects those that have run for so long
   * @param timeoutSec longest wait for the storage manager, at least one second
   */
  ArrayNode statuses(
      Engine sm, Optional<Integer> minSecondsRunning, Optional<Integer> timeoutSec, String baseUrl)
      throws IOException {
    String query = minSecondsRunning.map(seconds -> "?minSecondsRunning=" + seconds).orElse("");
    Duration limit = Duration.ofSeconds(Math.max(1, timeoutSec.orElse(STATUSES_TIMEOUT_SEC)));
    ArrayNode statuses =
        call(sm, () -> client.get(sm.url() + "/hotCopies" + query, ArrayNode.class, limit));
    statuses.forEach(status -> completed((ObjectNode) status, sm, baseUrl));
    return statuses;
  }

  ObjectNode cancel(Engine sm, String hotCopyId, String baseUrl) throws IOException {
    String url = sm.url() + "/hotCopies/" + hotCopyId + "/cancel";
    return completed(call(sm, () -> client.post(url, null, ObjectNode.class)), sm, baseUrl);
  }

  /**
   * Waits until the hot copy no longer runs; throws {@link OperationTimeout} with its status when
   * that takes longer.
   */
  ObjectNode awaitEnd(Engine sm, String hotCopyId, int timeoutSec, String baseUrl)
      throws IOException {
    Polling polling = new Polling(timeoutSec, clock);
    ObjectNode status = status(sm, hotCopyId, baseUrl);
    while (status.path("status").asText().equals("running")) {
      if (!polling.pause()) {
        throw new OperationTimeout(status);
      }
      status = status(sm, hotCopyId, baseUrl);
    }
    return status;
  }

  private static ObjectNode completed(ObjectNode status, Engine sm, String baseUrl) {
    String query =
        "?coordinatorStartId=" + sm.startId() + "&hotCopyId=" + status.path("hotCopyId").asText();
    return status
        .put("coordinatorStartId", String.valueOf(sm.startId()))
        .put("uri", baseUrl + "/api/1/databases/hotCopyStatus" + query);
  }

  private <T> T call(Engine sm, Call<T> call) throws IOException {
    try {
      return call.make();
    } catch (ConnectException e) {
      domain.remove(sm.startId());
      throw e;
    }
  }

  @FunctionalInterface
  private interface Call<T> {
    T make() throws IOException;
  }
}
