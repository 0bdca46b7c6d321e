package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;

/**
 * The domain's servers in the admin REST API. There is one admin process: it leads itself, and
 * without others there is no Raft log between them.
 */
final class PeerResource {
  private final String serverId;

  PeerResource(String serverId) {
    this.serverId = serverId;
  }

  void addTo(HttpService service) {
    service
        .route("GET", "/api/1/peers", request -> Page.of(List.of(view(service)), request))
        .route("GET", "/api/1/peers/{id}", request -> peer(request, service))
        .route("GET", "/api/1/diagnostics/config", request -> config());
  }

  private Object peer(Request request, HttpService service) throws UnknownHostException {
    String id = request.path("id");
    if (!id.equals(serverId)) {
      throw HttpError.notFound("Server with serverId=" + id + " not found");
    }
    return view(service);
  }

  private ObjectNode view(HttpService service) throws UnknownHostException {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("id", serverId)
        .put("address", InetAddress.getLocalHost().getHostName() + ":" + service.port())
        .put("version", DomainViews.VERSION)
        .put("isLocal", true)
        .put("isEvicted", false)
        .put("isPassive", false)
        .put("peerState", "ACTIVE")
        .put("peerMemberState", "ADDED");
    view.putObject("labels");
    view.putObject("connectedState")
        .put("state", "Connected")
        .put("latency", 0)
        .put("lastAckDeltaMillis", 0);
    view.putObject("localRoleInfo")
        .put("role", "LEADER")
        .put("leaderServerId", serverId)
        .put("lifeCycle", "ACTIVE")
        .putObject("localPeerTermIndexInfo")
        .put("commitIndex", 0)
        .put("logLastIndex", 0)
        .put("logLastTerm", 0);
    return view;
  }

  /** How a client that starts a process on this server finds its id. */
  private Object config() {
    return Map.of("properties", Map.of("ThisServerId", serverId));
  }
}
