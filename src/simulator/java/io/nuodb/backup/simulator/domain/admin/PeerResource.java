package io.nuodb.backup.simulator.domain.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.http.HttpService;
import io.nuodb.backup.simulator.domain.http.Json;
import io.nuodb.backup.simulator.domain.http.Request;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/**
 * The domain's servers in the admin REST API. There is one admin process: it leads itself, and
 * without others there is no Raft log between them.
 */
final class PeerResource {
  private final AdminServer server;

  PeerResource(AdminServer server) {
    this.server = server;
  }

  void addTo(HttpService service) {
    service
        .route("GET", "/api/1/peers", request -> Page.of(List.of(view(service)), request))
        .route("GET", "/api/1/peers/{id}", request -> peer(request, service));
  }

  private Object peer(Request request, HttpService service) throws UnknownHostException {
    server.require(request.path("id"));
    return view(service);
  }

  private ObjectNode view(HttpService service) throws UnknownHostException {
    ObjectNode view = Json.MAPPER.createObjectNode();
    view.put("id", server.id())
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
        .put("leaderServerId", server.id())
        .put("lifeCycle", "ACTIVE")
        .putObject("localPeerTermIndexInfo")
        .put("commitIndex", 0)
        .put("logLastIndex", 0)
        .put("logLastTerm", 0);
    return view;
  }
}
