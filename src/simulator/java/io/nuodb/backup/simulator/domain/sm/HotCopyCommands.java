package io.nuodb.backup.simulator.domain.sm;

import io.nuodb.backup.simulator.backup.Coordination;
import io.nuodb.backup.simulator.backup.HotCopies;
import io.nuodb.backup.simulator.backup.HotCopyRefusedException;
import io.nuodb.backup.simulator.backup.HotCopyRequest;
import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyStatus;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.domain.admin.EngineState;
import io.nuodb.backup.simulator.domain.admin.HotCopyOrder;
import io.nuodb.backup.simulator.domain.http.HttpError;
import io.nuodb.backup.simulator.domain.http.JsonClient;
import io.nuodb.backup.simulator.domain.sm.MemberReport.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The hot copy commands of one storage manager: those it coordinates, be it alone, and its parts of
 * those that another one coordinates. The latter have no status of their own, since a command has
 * one status and one coordinator (NuoDB docs, Hot Copy Command Formats).
 */
final class HotCopyCommands {
  private static final Duration CHECK_INTERVAL = Duration.ofMillis(100);

  private final HotCopies hotCopies;
  private final Replica replica;
  private final JsonClient client;
  private final Clock clock;
  private final String url;
  private final Map<UUID, CoordinatedHotCopy> coordinated = new ConcurrentHashMap<>();
  private final Set<UUID> parts = ConcurrentHashMap.newKeySet();

  /**
   * @param url of this storage manager, for the members of hot copies that it coordinates
   */
  HotCopyCommands(
      HotCopies hotCopies, Replica replica, JsonClient client, Clock clock, String url) {
    this.hotCopies = hotCopies;
    this.replica = replica;
    this.client = client;
    this.clock = clock;
    this.url = url;
  }

  /** Returns the status when every part has begun; none goes on when one is refused. */
  HotCopyStatus start(HotCopyOrder order) {
    coordinated
        .entrySet()
        .removeIf(entry -> entry.getValue().isOver() && isUnknown(entry.getKey()));
    List<HotCopyOrder.Part> members = order.parts().subList(1, order.parts().size());
    if (members.isEmpty()) {
      return begin(order, Coordination.ALONE);
    }
    CoordinatedHotCopy command =
        new CoordinatedHotCopy(order.parts().getFirst().nodeId(), members, clock);
    coordinated.put(order.hotCopyId(), command);
    try {
      members.forEach(member -> begin(order, member, command));
      begin(order, command.own());
    } catch (RuntimeException notBegun) { // whatever it is, parts that have begun must end
      command.cancel();
      watch(order.hotCopyId(), command);
      throw notBegun;
    }
    Thread.ofVirtual()
        .name("coordinator of hot copy " + order.hotCopyId())
        .start(() -> watch(order.hotCopyId(), command));
    return status(order.hotCopyId()).orElseThrow();
  }

  /** Starts a part of what another storage manager coordinates. */
  void start(MemberOrder order) {
    HotCopyMember member = new HotCopyMember(order, hotCopies, client);
    begin(order, member);
    member.start();
  }

  private synchronized void begin(MemberOrder order, HotCopyMember member) {
    parts.removeIf(this::isUnknown);
    parts.add(order.hotCopyId());
    begin(order.hotCopyId(), order.type(), order.maxRate(), order.part(), member);
  }

  /** The statuses of the commands that this storage manager coordinates, oldest first. */
  List<HotCopyStatus> statuses() {
    return hotCopies.statuses().stream()
        .filter(status -> !parts.contains(status.hotCopyId()))
        .map(this::whole)
        .toList();
  }

  Optional<HotCopyStatus> status(UUID hotCopyId) {
    return parts.contains(hotCopyId)
        ? Optional.empty()
        : hotCopies.status(hotCopyId).map(this::whole);
  }

  /** Returns the status at once; all parts are cancelled soon after, unless they end before. */
  Optional<HotCopyStatus> cancel(UUID hotCopyId) {
    if (parts.contains(hotCopyId)) {
      return Optional.empty();
    }
    Optional.ofNullable(coordinated.get(hotCopyId)).ifPresent(CoordinatedHotCopy::cancel);
    hotCopies.cancel(hotCopyId);
    return status(hotCopyId);
  }

  /** A member's report to this storage manager; refused with 404 when it coordinates no such. */
  Answer report(UUID hotCopyId, int archiveId, MemberReport report) {
    CoordinatedHotCopy command = coordinated.get(hotCopyId);
    if (command == null) {
      throw HttpError.notFound("Hot copy with hotCopyId=" + hotCopyId + " not found");
    }
    return command.report(archiveId, report);
  }

  private boolean isUnknown(UUID hotCopyId) {
    return hotCopies.status(hotCopyId).isEmpty();
  }

  private HotCopyStatus whole(HotCopyStatus own) {
    CoordinatedHotCopy command = coordinated.get(own.hotCopyId());
    return command == null ? own : command.status(own);
  }

  private HotCopyStatus begin(HotCopyOrder order, Coordination coordination) {
    return begin(
        order.hotCopyId(), order.type(), order.maxRate(), order.parts().getFirst(), coordination);
  }

  private HotCopyStatus begin(
      UUID hotCopyId,
      String type,
      Long maxRate,
      HotCopyOrder.Part part,
      Coordination coordination) {
    if (replica.state() != EngineState.RUNNING) {
      throw HttpError.conflict("Storage manager is not RUNNING: " + replica.state());
    }
    HotCopyRequest request =
        new HotCopyRequest(
            hotCopyId,
            type(type),
            path(part.destination()),
            Optional.ofNullable(part.journalDestination()).map(HotCopyCommands::path),
            maxRate == null ? OptionalLong.empty() : OptionalLong.of(maxRate));
    try {
      return hotCopies.start(request, coordination);
    } catch (HotCopyRefusedException e) {
      throw HttpError.conflict(e.getMessage());
    }
  }

  private void begin(HotCopyOrder order, HotCopyOrder.Part member, CoordinatedHotCopy command) {
    MemberOrder memberOrder =
        new MemberOrder(order.hotCopyId(), order.type(), order.maxRate(), member, url);
    command.asking(member);
    try {
      client.post(
          member.url() + "/hotCopies/parts", memberOrder, Void.class, HotCopyMember.SILENCE);
    } catch (HttpError refused) {
      command.hasNotBegun(member);
      throw refused;
    } catch (ConnectException e) {
      command.hasNotBegun(member);
      throw doesNotAnswer(member);
    } catch (IOException e) {
      throw doesNotAnswer(member);
    }
  }

  private static HttpError doesNotAnswer(HotCopyOrder.Part member) {
    return HttpError.conflict("Node %d does not answer".formatted(member.nodeId()));
  }

  /** Until all parts have ended: ends the own one with the others, and finds out who is dead. */
  private void watch(UUID hotCopyId, CoordinatedHotCopy command) {
    try {
      while (isRunning(hotCopyId) || !command.haveMembersEnded()) {
        command.failSilentMembers();
        if (command.isStopped()) {
          hotCopies.cancel(hotCopyId);
        }
        Thread.sleep(CHECK_INTERVAL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    command.over();
  }

  private boolean isRunning(UUID hotCopyId) {
    return hotCopies
        .status(hotCopyId)
        .map(HotCopyStatus::state)
        .filter(HotCopyState.RUNNING::equals)
        .isPresent();
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw HttpError.badRequest("Invalid path: " + e.getReason());
    }
  }

  private static HotCopyType type(String text) {
    return HotCopyType.of(text)
        .orElseThrow(() -> HttpError.badRequest("Unsupported hot copy type " + text));
  }
}
