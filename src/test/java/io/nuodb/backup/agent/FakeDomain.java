package io.nuodb.backup.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.FakeAdmin;
import io.nuodb.backup.nuodb.FakeAdmin.Answer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A domain with one storage manager, whose hot copies go on when the test says so. */
final class FakeDomain implements AutoCloseable {
  static final String DATABASE = "demo";
  static final String POD = "sm-0";

  /** How an answer to the next requests for a hot copy fares. */
  enum Fate {
    DELIVERED,
    LOST_AFTER_EFFECT,
    LOST_BEFORE_EFFECT
  }

  /** A hot copy as the storage manager remembers it. */
  static final class HotCopy {
    final String id;
    final String startId;
    final Path set;
    final String element;
    final Instant begin;
    String status = "running";
    String message = "Stage1: Begin";

    HotCopy(String id, String startId, Path set, String element, Instant begin) {
      this.id = id;
      this.startId = startId;
      this.set = set;
      this.element = element;
      this.begin = begin;
    }
  }

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final FakeAdmin admin = new FakeAdmin(this::answer);
  private int startId = 1;
  final List<HotCopy> remembered = new ArrayList<>();
  int started;
  Duration clockSkew = Duration.ZERO;
  boolean reachable = true;
  boolean cancels = true;
  String state = "RUNNING";
  boolean processKnown = true;
  Answer refusal;
  String statusError;
  final List<Fate> fates = new ArrayList<>();
  Runnable onRequest = () -> {};
  Runnable onStart = () -> {};

  FakeDomain(Clock clock) {
    this.clock = clock;
  }

  URI uri() {
    return admin.uri();
  }

  List<String> requests() {
    return admin.requests().stream().map(FakeAdmin.Request::target).toList();
  }

  HotCopy only() {
    if (remembered.size() != 1) {
      throw new AssertionError(remembered.size() + " hot copies");
    }
    return remembered.getFirst();
  }

  HotCopy start(Path set, String type) {
    String element = type.equals("full") ? "full" : incrementals(set) + 1 + ".inc";
    if (type.equals("full")) {
      BackupSetFiles.initialise(set);
    }
    BackupSetFiles.write(set.resolve("tmp").resolve(element).resolve("data/1.atm"), "partial");
    HotCopy hotCopy =
        new HotCopy("id-" + ++started, Integer.toString(startId), set, element, now());
    remembered.add(hotCopy);
    return hotCopy;
  }

  void complete(HotCopy hotCopy) {
    writeElement(hotCopy);
    hotCopy.status = "completed";
    hotCopy.message = "Hot copy successfully completed";
  }

  void writeElement(HotCopy hotCopy) {
    BackupSetFiles.element(
        hotCopy.set, hotCopy.element, hotCopy.id, hotCopy.begin, now(), Map.of("1.atm", "atom"));
  }

  /** By the storage manager's clock. */
  private Instant now() {
    return clock.instant().plus(clockSkew);
  }

  /** The storage manager dies and comes back: it remembers nothing and has another start id. */
  void restartStorageManager() {
    remembered.clear();
    startId++;
  }

  private synchronized Answer answer(FakeAdmin.Request request) {
    if (!reachable) {
      return Answer.NONE;
    }
    String target = request.target();
    if (target.startsWith("GET /api/1/processes?")) {
      return Answer.ok(processes());
    }
    if (target.equals("GET /api/1/databases/demo/hotCopyStatus")) {
      return Answer.ok(statuses());
    }
    if (target.equals("POST /api/1/databases/demo/hotCopy")) {
      return requestHotCopy(request.body());
    }
    if (target.contains("HotCopy?") || target.contains("hotCopyStatus?")) {
      return remembered.stream()
          .filter(hotCopy -> processKnown && target.contains("hotCopyId=" + hotCopy.id))
          .findFirst()
          .map(hotCopy -> one(hotCopy, target.startsWith("POST")))
          .orElse(new Answer(404, "{\"message\": \"no such hot copy\"}"));
    }
    return new Answer(404, "{\"message\": \"" + target + "\"}");
  }

  private Answer requestHotCopy(String body) {
    onRequest.run();
    if (refusal != null) {
      return refusal;
    }
    Fate fate = fates.isEmpty() ? Fate.DELIVERED : fates.removeFirst();
    if (fate == Fate.LOST_BEFORE_EFFECT) {
      return Answer.NONE;
    }
    JsonNode request = parse(body);
    String type = request.path("type").asText();
    if (remembered.stream().anyMatch(it -> it.status.equals("running"))) {
      return refusal("Only one " + type + " hot copy at a time allowed");
    }
    Path set = Path.of(request.path("backupSetDirs").path("0").asText());
    HotCopy hotCopy = start(set, type);
    onStart.run();
    return fate == Fate.LOST_AFTER_EFFECT
        ? Answer.NONE
        : Answer.ok(
            "{\"coordinatorStartId\": \"%s\", \"hotCopyId\": \"%s\"}"
                .formatted(hotCopy.startId, hotCopy.id));
  }

  static Answer refusal(String text) {
    return new Answer(
        400, "{\"messages\": [\"Failure while performing hot-copy\", \"%s\"]}".formatted(text));
  }

  private Answer one(HotCopy hotCopy, boolean cancel) {
    if (cancel && cancels) {
      hotCopy.status = "cancelled";
    }
    return Answer.ok(json(hotCopy).toString());
  }

  private String processes() {
    ObjectNode page = JsonNodeFactory.instance.objectNode().put("hasNext", false);
    ArrayNode data = page.putArray("data");
    if (processKnown) {
      data.addObject()
          .put("dbName", DATABASE)
          .put("type", "SM")
          .put("startId", Integer.toString(startId))
          .put("archiveId", 0)
          .put("state", state)
          .put("hostname", POD);
    }
    return page.toString();
  }

  private String statuses() {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    if (statusError != null) {
      answer.putObject("errors").put(Integer.toString(startId), statusError);
      return answer.toString();
    }
    if (!processKnown) {
      return answer.toString();
    }
    ArrayNode ofStorageManager =
        answer.putObject("hotCopyStatuses").putArray(Integer.toString(startId));
    remembered.forEach(hotCopy -> ofStorageManager.add(json(hotCopy)));
    return answer.toString();
  }

  private static ObjectNode json(HotCopy hotCopy) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("hotCopyId", hotCopy.id)
        .put("coordinatorStartId", hotCopy.startId)
        .put("beginTimestamp", TIMESTAMP.format(hotCopy.begin))
        .put(
            "destinationDirectory",
            hotCopy.set.resolve("tmp").resolve(hotCopy.element).resolve("data").toString())
        .put("status", hotCopy.status)
        .put("message", hotCopy.message);
  }

  private static int incrementals(Path set) {
    int count = 0;
    while (Files.exists(set.resolve(count + 1 + ".inc"))) {
      count++;
    }
    return count;
  }

  private static JsonNode parse(String body) {
    try {
      return JsonMapper.builder().build().readTree(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    admin.close();
  }
}
