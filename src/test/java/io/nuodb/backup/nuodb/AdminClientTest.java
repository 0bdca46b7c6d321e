package io.nuodb.backup.nuodb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.nuodb.backup.nuodb.FakeAdmin.Answer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class AdminClientTest {
  private static final HotCopyRequest FULL =
      new HotCopyRequest(
          "demo", HotCopyType.FULL, Map.of(0, "/backup/set"), Optional.of(1000L), false);

  private Answer answer = Answer.NONE;
  private final FakeAdmin admin = new FakeAdmin(request -> answer);
  private final AdminClient client = new AdminClient(admin.uri());

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void aHotCopyNamesOneArchiveAndItsDirectory() throws Exception {
    answer = Answer.ok("{\"coordinatorStartId\": \"2\", \"hotCopyId\": \"h\", \"new\": {}}");

    assertThat(client.startHotCopy(FULL)).isEqualTo(new HotCopyId("2", "h"));

    FakeAdmin.Request request = admin.requests().getFirst();
    assertThat(request.target()).isEqualTo("POST /api/1/databases/demo/hotCopy");
    assertThat(JsonMapper.builder().build().readTree(request.body()))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"type": "full", "shared": false,
                     "backupSetDirs": {"0": "/backup/set"}, "maxRate": 1000,
                     "checkContainsAllSgs": true}
                    """));
  }

  @Test
  void aCoordinatedHotCopyNamesADirectoryForEachArchive() throws Exception {
    answer = Answer.ok("{\"coordinatorStartId\": \"2\", \"hotCopyId\": \"h\"}");

    client.startHotCopy(
        new HotCopyRequest(
            "demo", HotCopyType.JOURNAL, Map.of(0, "/b/x", 1, "/b/y"), Optional.empty(), true));

    assertThat(JsonMapper.builder().build().readTree(admin.requests().getFirst().body()))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"type": "journal", "shared": false,
                     "backupSetDirs": {"0": "/b/x", "1": "/b/y"}, "checkContainsAllSgs": false}
                    """));
  }

  @Test
  void aSimpleHotCopyNamesTheNewArchivesDirectory() throws Exception {
    answer = Answer.ok("{\"coordinatorStartId\": \"2\", \"hotCopyId\": \"h\"}");

    client.startHotCopy(
        new HotCopyRequest("demo", HotCopyType.SIMPLE, Map.of(0, "/b/x"), Optional.of(5L), false));

    FakeAdmin.Request request = admin.requests().getFirst();
    assertThat(request.target()).isEqualTo("POST /api/1/databases/demo/hotCopySimple");
    assertThat(JsonMapper.builder().build().readTree(request.body()))
        .isEqualTo(
            JsonMapper.builder()
                .build()
                .readTree(
                    """
                    {"backupLocations": {"0": {"copyArchiveDir": "/b/x"}}, "maxRate": 5,
                     "checkContainsAllSgs": true}
                    """));
  }

  @Test
  void statusesOfAllStorageManagersAreListed() throws Exception {
    answer =
        Answer.ok(
            """
            {"hotCopyStatuses": {
               "1": [{"beginTimestamp": "2021-05-19 09:04:06", "endTimestamp": "2021-05-19 09:04:07",
                      "coordinatorStartId": "1", "hotCopyId": "a", "message": "done",
                      "destinationDirectory": "/b/s/tmp/full/data", "stage": 3,
                      "status": "completed"}],
               "2": [{"coordinatorStartId": "2", "hotCopyId": "b", "status": "initiated"}]},
             "errors": {"3": "no answer"}}
            """);

    HotCopyStatuses statuses = client.hotCopyStatuses("demo");

    assertThat(statuses.statuses())
        .containsExactly(
            new HotCopyStatus(
                new HotCopyId("1", "a"),
                HotCopyStatus.State.COMPLETED,
                Optional.of(Instant.parse("2021-05-19T09:04:06Z")),
                3,
                "/b/s/tmp/full/data",
                "done"),
            new HotCopyStatus(
                new HotCopyId("2", "b"), HotCopyStatus.State.RUNNING, Optional.empty(), 0, "", ""));
    assertThat(statuses.errors()).isEqualTo(Map.of("3", "no answer"));
  }

  @Test
  void bothWordsForAHotCopyAreInTheQuery() throws Exception {
    answer = Answer.ok("{\"status\": \"cancelled\"}");

    client.cancelHotCopy(new HotCopyId("2", "h/1"));
    assertThat(client.hotCopyStatus(new HotCopyId("2", "h/1")).state())
        .isEqualTo(HotCopyStatus.State.CANCELLED);

    assertThat(admin.requests())
        .extracting(FakeAdmin.Request::target)
        .allSatisfy(target -> assertThat(target).contains("coordinatorStartId=2", "h%2F1"))
        .satisfiesExactly(
            target -> assertThat(target).startsWith("POST /api/1/databases/cancelHotCopy?"),
            target -> assertThat(target).startsWith("GET /api/1/databases/hotCopyStatus?"));
  }

  @Test
  void allPagesOfProcessesAreReadAndOthersLeftOut() throws Exception {
    try (FakeAdmin paged =
        new FakeAdmin(
            request ->
                Answer.ok(
                    request.target().contains("offset=0")
                        ? """
                        {"data": [
                          {"dbName": "demo", "type": "TE", "startId": "1"},
                          {"dbName": "demo2", "type": "SM", "startId": "2"}], "hasNext": true}
                        """
                        : """
                        {"data": [
                          {"dbName": "demo", "type": "SM", "startId": "3", "archiveId": 7,
                           "state": "RUNNING", "hostname": "h", "labels": {"pod-name": "sm-0"},
                           "options": {"mem": "1g"}}],
                         "hasNext": false}
                        """))) {
      assertThat(new AdminClient(paged.uri()).storageManagers("demo"))
          .containsExactly(
              new StorageManagerProcess(
                  "3", 7, "RUNNING", "h", Map.of("pod-name", "sm-0"), Optional.of(false)));
      assertThat(paged.requests()).hasSize(2);
    }
  }

  @Test
  void storageManagersTellWhetherTheyKeepJournals() throws Exception {
    answer =
        Answer.ok(
            """
            {"data": [
              {"dbName": "demo", "type": "SM", "options": {"journal-hot-copy": "enable"}},
              {"dbName": "demo", "type": "SM", "options": {"journal-hot-copy": "disable"}},
              {"dbName": "demo", "type": "SM", "options": {}},
              {"dbName": "demo", "type": "SM"}]}
            """);

    assertThat(client.storageManagers("demo"))
        .extracting(StorageManagerProcess::keepsJournals)
        .containsExactly(
            Optional.of(true), Optional.of(false), Optional.of(false), Optional.empty());
  }

  @Test
  void storageGroupsNameTheArchivesThatHoldThem() throws Exception {
    answer =
        Answer.ok(
            """
            {"data": [
              {"dbName": "demo", "sgName": "ALL", "sgId": 1, "archiveStates": {}},
              {"dbName": "demo", "sgName": "UNPARTITIONED", "sgId": 2,
               "archiveStates": {"0": "ADDED", "3": "ADDED"}},
              {"dbName": "demo", "sgName": "WEST", "sgId": 11,
               "archiveStates": {"0": "ADDED", "3": "ADDING"}},
              {"dbName": "demo", "sgName": "EAST", "sgId": 10, "archiveStates": {"0": "ADDED"}}]}
            """);

    List<StorageGroup> groups = client.storageGroups("demo");

    assertThat(StorageGroup.heldBy(0, groups)).containsExactly("EAST", "WEST");
    assertThat(StorageGroup.heldBy(3, groups)).isEmpty();
    assertThat(admin.requests().getFirst().target())
        .startsWith("GET /api/1/databases/demo/storageGroups?");
  }

  @Test
  void messagesOfARefusalAreJoined() {
    answer = new Answer(400, "{\"code\": 400, \"messages\": [\"Failure\", \"Only one\"]}");

    assertThatExceptionOfType(AdminRefusedException.class)
        .isThrownBy(() -> client.startHotCopy(FULL))
        .withMessage("Failure: Only one");
  }

  @Test
  void messageAndDetailsAreJoined() {
    answer = new Answer(404, "{\"message\": \"Not found\", \"details\": \"demo\"}");

    assertThatExceptionOfType(AdminRefusedException.class)
        .isThrownBy(() -> client.hotCopyStatuses("demo"))
        .withMessage("Not found: demo");
  }

  @Test
  void theEnginesRefusalIsOneUnderAnyStatus() {
    answer = new Answer(500, "{\"messages\": [\"Failure while performing hot-copy\", \"no\"]}");

    assertThatExceptionOfType(AdminRefusedException.class)
        .isThrownBy(() -> client.startHotCopy(FULL))
        .withMessage("Failure while performing hot-copy: no");
  }

  @Test
  void serverErrorsAndTimeoutsAreNoRefusals() {
    for (int status : new int[] {408, 500, 503}) {
      answer = new Answer(status, "<html>");

      assertThatExceptionOfType(AdminUnavailableException.class)
          .isThrownBy(() -> client.startHotCopy(FULL))
          .withMessage("HTTP status " + status)
          .matches(AdminUnavailableException::mayHaveArrived);
    }
  }

  @Test
  void aLostAnswerMayMeanSuccessAndIsNotAskedForAgain() {
    answer = Answer.NONE;

    assertThatExceptionOfType(AdminUnavailableException.class)
        .isThrownBy(() -> client.startHotCopy(FULL))
        .matches(AdminUnavailableException::mayHaveArrived);
    assertThat(admin.requests()).hasSize(1);
  }

  @Test
  @Timeout(60)
  void anAnswerThatStopsHalfwayIsLost() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.ofVirtual().start(() -> answerHalf(server));
      AdminClient stalled =
          new AdminClient(
              URI.create("http://127.0.0.1:" + server.getLocalPort()),
              AdminAccess.OPEN,
              Duration.ofMillis(300));

      assertThatExceptionOfType(AdminUnavailableException.class)
          .isThrownBy(() -> stalled.startHotCopy(FULL))
          .withMessageContaining("no whole answer from 127.0.0.1")
          .matches(AdminUnavailableException::mayHaveArrived);
    }
  }

  /** Until the client gives up. */
  private static void answerHalf(ServerSocket server) {
    try (Socket socket = server.accept()) {
      socket
          .getOutputStream()
          .write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{".getBytes(US_ASCII));
      socket.getInputStream().transferTo(OutputStream.nullOutputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRefusedConnectionMeansThatNothingArrived() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    AdminClient nowhere = new AdminClient(URI.create("http://127.0.0.1:" + port + "/"));

    assertThatExceptionOfType(AdminUnavailableException.class)
        .isThrownBy(() -> nowhere.startHotCopy(FULL))
        .withMessage("cannot connect to 127.0.0.1:" + port)
        .matches(e -> !e.mayHaveArrived());
  }
}
