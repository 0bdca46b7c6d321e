package io.nuodb.backup.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.nuodb.ArchiveCopy;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A domain with one storage manager, or several of which the first coordinates, whose hot copies go
 * on when the test says so.
 */
final class FakeDomain implements AutoCloseable {
  static final String DATABASE = "demo";
  static final String POD = "sm-0";

  /** How an answer to the next requests for a hot copy fares. */
  enum Fate {
    DELIVERED,
    LOST_AFTER_EFFECT,
    LOST_BEFORE_EFFECT
  }

  /** A hot copy as the storage manager that coordinates it remembers it. */
  static final class HotCopy {
    final String id;
    final String startId;
    final String type;
    final Map<Path, String> elements;
    final Instant begin;
    String status = "running";
    String message = "Stage1: Begin";

    /**
     * @param elements by directory of the backup set the name of the element in it; for a simple
     *     hot copy the archive's directory with an empty name
     */
    HotCopy(String id, String startId, String type, Map<Path, String> elements, Instant begin) {
      this.id = id;
      this.startId = startId;
      this.type = type;
      this.elements = elements;
      this.begin = begin;
    }

    Path destination() {
      Path first = elements.keySet().iterator().next();
      return type.equals("simple")
          ? ArchiveCopy.incomplete(first)
          : first.resolve("tmp").resolve(elements.get(first)).resolve("data");
    }
  }

  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

  private final Clock clock;
  private final FakeAdmin admin = new FakeAdmin(this::answer);
  private int startId = 1;
  int storageManagers = 1;
  final List<HotCopy> remembered = new ArrayList<>();
  int started;
  Duration clockSkew = Duration.ZERO;
  boolean reachable = true;
  boolean cancels = true;
  String state = "RUNNING";
  boolean processKnown = true;
  Map<String, String> options = Map.of("journal-hot-copy", "enable");

  /** By default archive 0 holds SG0, archive 1 SG1. */
  Answer storageGroups;

  Answer refusal;
  String statusError;

  /** The only set that takes journals; null when any does. */
  Path journalSet;

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

  String lastBody() {
    return admin.requests().stream()
        .filter(request -> request.target().startsWith("POST"))
        .toList()
        .getLast()
        .body();
  }

  HotCopy only() {
    if (remembered.size() != 1) {
      throw new AssertionError(remembered.size() + " hot copies");
    }
    return remembered.getFirst();
  }

  HotCopy start(Path directory, String type) {
    return start(List.of(directory), type);
  }

  HotCopy start(List<Path> directories, String type) {
    Map<Path, String> elements = new LinkedHashMap<>();
    for (Path directory : directories) {
      elements.put(directory, begin(directory, type));
    }
    HotCopy hotCopy =
        new HotCopy("id-" + ++started, Integer.toString(startId), type, elements, now());
    remembered.add(hotCopy);
    return hotCopy;
  }

  /** What a hot copy writes first; returns its element's name. */
  private static String begin(Path directory, String type) {
    if (type.equals("simple")) {
      BackupSetFiles.write(ArchiveCopy.incomplete(directory).resolve("1.atm"), "partial");
      return "";
    }
    if (type.equals("full")) {
      BackupSetFiles.initialise(directory);
    }
    String element =
        switch (type) {
          case "full" -> "full";
          case "incremental" -> next(directory, ".inc");
          default -> next(directory, ".jnl");
        };
    BackupSetFiles.write(
        directory.resolve("tmp").resolve(element).resolve("data/1.atm"), "partial");
    return element;
  }

  void complete(HotCopy hotCopy) {
    write(hotCopy);
    hotCopy.status = "completed";
    hotCopy.message = "Hot copy successfully completed";
  }

  /** Puts what a hot copy made in its place. */
  void write(HotCopy hotCopy) {
    hotCopy.elements.forEach(
        (directory, element) -> {
          if (hotCopy.type.equals("simple")) {
            move(ArchiveCopy.incomplete(directory), directory);
          } else {
            BackupSetFiles.element(
                directory, element, hotCopy.id, hotCopy.begin, now(), Map.of("1.atm", "atom"));
          }
        });
  }

  private static void move(Path from, Path to) {
    try {
      Files.move(from, to);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** By the storage manager's clock. */
  private Instant now() {
    return clock.instant().plus(clockSkew);
  }

  /** The storage managers die and come back: they remember nothing and have other start ids. */
  void restartStorageManager() {
    remembered.clear();
    startId += storageManagers;
  }

  private synchronized Answer answer(FakeAdmin.Request request) {
    if (!reachable) {
      return Answer.NONE;
    }
    String target = request.target();
    if (target.startsWith("GET /api/1/processes?")) {
      return Answer.ok(processes());
    }
    if (target.startsWith("GET /api/1/databases/demo/storageGroups?")) {
      return storageGroups == null ? Answer.ok(storageGroups()) : storageGroups;
    }
    if (target.equals("GET /api/1/databases/demo/hotCopyStatus")) {
      return Answer.ok(statuses());
    }
    if (target.equals("POST /api/1/databases/demo/hotCopy")
        || target.equals("POST /api/1/databases/demo/hotCopySimple")) {
      return requestHotCopy(request.body());
    }
    if (statusError != null && target.contains("hotCopyStatus?")) {
      return new Answer(500, "{\"message\": \"%s\"}".formatted(statusError));
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
    String type = request.path("type").asText("simple");
    if (remembered.stream().anyMatch(it -> it.status.equals("running") && it.type.equals(type))) {
      return refusal("Only one " + type + " hot copy at a time allowed");
    }
    List<Path> directories = new ArrayList<>();
    request.path("backupSetDirs").forEach(set -> directories.add(Path.of(set.asText())));
    request
        .path("backupLocations")
        .forEach(place -> directories.add(Path.of(place.path("copyArchiveDir").asText())));
    if (type.equals("journal") && journalSet != null && !directories.contains(journalSet)) {
      return refusal("Backup set %s is not the newest".formatted(directories.getFirst()));
    }
    HotCopy hotCopy = start(directories, type);
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
    for (int i = 0; processKnown && i < storageManagers; i++) {
      data.addObject()
          .put("dbName", DATABASE)
          .put("type", "SM")
          .put("startId", Integer.toString(startId + i))
          .put("archiveId", i)
          .put("state", state)
          .put("hostname", "sm-" + i)
          .putPOJO("options", options);
    }
    return page.toString();
  }

  private String storageGroups() {
    ObjectNode page = JsonNodeFactory.instance.objectNode().put("hasNext", false);
    ArrayNode data = page.putArray("data");
    data.addObject().put("sgName", "ALL").putObject("archiveStates");
    ObjectNode unpartitioned =
        data.addObject().put("sgName", "UNPARTITIONED").putObject("archiveStates");
    for (int i = 0; i < storageManagers; i++) {
      String archiveId = Integer.toString(i);
      unpartitioned.put(archiveId, "ADDED");
      data.addObject().put("sgName", "SG" + i).putObject("archiveStates").put(archiveId, "ADDED");
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
        .put("destinationDirectory", hotCopy.destination().toString())
        .put("stage", 1)
        .put("status", hotCopy.status)
        .put("message", hotCopy.message);
  }

  private static String next(Path set, String suffix) {
    int number = 1;
    while (Files.exists(set.resolve(number + suffix))) {
      number++;
    }
    return number + suffix;
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
