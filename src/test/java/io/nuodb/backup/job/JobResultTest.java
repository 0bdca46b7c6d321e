package io.nuodb.backup.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a result holds, Kubernetes keeps it whole and the operator can read it. */
class JobResultTest {
  private static final String POD = "sm-database-nuodb-cluster0-demo-hotcopy-";

  @Property
  void everyResultFitsAndKeepsItsCause(@ForAll("results") JobResult result) {
    String json = result.toJson();

    assertThat(bytes(json)).isLessThanOrEqualTo(JobResult.MAX_BYTES);
    assertThat(JobResult.fromJson(json))
        .get()
        .extracting(JobResult::cause)
        .isEqualTo(result.cause());
  }

  @Property
  void aListIsCutFromItsEndAndTheMessageTellsIt(@ForAll("lists") JobResult result) {
    JobResult read = JobResult.fromJson(result.toJson()).orElseThrow();
    List<JobResult.StorageManager> all = result.storageManagers();
    int kept = read.storageManagers().size();

    assertThat(read.storageManagers()).isEqualTo(all.subList(0, kept));
    if (kept < all.size()) {
      assertThat(read.message())
          .startsWith("%d of %d storage managers".formatted(all.size() - kept, all.size()));
      assertThat(bytes(result.toJson())).isGreaterThan(JobResult.MAX_BYTES - 200);
    }
  }

  @Example
  void thirtyStorageManagersFit() {
    JobResult result = storageManagers(30, "30 storage managers found");

    assertThat(JobResult.fromJson(result.toJson())).contains(result);
  }

  @Example
  void storageGroupsAreLeftOutBeforeStorageManagers() {
    List<JobResult.StorageManager> list =
        storageManagers(30, null).storageManagers().stream().map(JobResultTest::grouped).toList();
    JobResult result =
        new JobResult(null, "found", list, list.getFirst(), null, null, null, null, null);

    JobResult read = JobResult.fromJson(result.toJson()).orElseThrow();

    assertThat(read.message()).isEqualTo("storage groups are left out here: found");
    assertThat(read.storageManagers()).isEqualTo(storageManagers(30, null).storageManagers());
    assertThat(read.storageManager()).isEqualTo(read.storageManagers().getFirst());
  }

  @Example
  void storageGroupsStayWhereAShorterMessageIsEnough() {
    List<JobResult.StorageManager> list =
        storageManagers(3, null).storageManagers().stream().map(JobResultTest::grouped).toList();
    JobResult result =
        new JobResult(null, "x".repeat(9000), list, null, null, null, null, null, null);

    JobResult read = JobResult.fromJson(result.toJson()).orElseThrow();

    assertThat(read.storageManagers()).isEqualTo(list);
  }

  private static JobResult.StorageManager grouped(JobResult.StorageManager storageManager) {
    return new JobResult.StorageManager(
        storageManager.pod(),
        storageManager.archiveId(),
        null,
        null,
        true,
        List.of("EAST", "WEST", "NORTH"));
  }

  @Example
  void aMessageIsCutToTheLastByte() {
    String json = message("x".repeat(9000)).toJson();

    assertThat(bytes(json)).isEqualTo(JobResult.MAX_BYTES);
    assertThat(JobResult.fromJson(json).orElseThrow().message()).endsWith("x…");
  }

  @Example
  void aMessageIsNotCutWithinACharacter() {
    for (int i = 0; i < 4; i++) {
      String message = "x".repeat(i) + "𝄞".repeat(2000);

      assertThat(JobResult.fromJson(message(message).toJson()).orElseThrow().message())
          .matches("x*(𝄞)+…");
    }
  }

  @Example
  void aListTooLongNeedsNoMessage() {
    JobResult read = JobResult.fromJson(storageManagers(200, null).toJson()).orElseThrow();

    assertThat(read.storageManagers()).hasSizeGreaterThan(30);
    assertThat(read.message()).contains("of 200 storage managers are left out here");
  }

  @Provide
  Arbitrary<JobResult> results() {
    Arbitrary<String> text =
        Arbitraries.oneOf(
                Arbitraries.strings().all().ofMaxLength(4000),
                Arbitraries.strings().alpha().ofMinLength(2500).ofMaxLength(4000))
            .injectNull(0.2);
    Arbitrary<String> id = Arbitraries.strings().all().ofMaxLength(1500);
    return Combinators.combine(
            Arbitraries.of(Cause.class).injectNull(0.3),
            text,
            lists().injectNull(0.5),
            id.injectNull(0.5),
            id)
        .as(
            (cause, message, list, hotCopyId, elementId) ->
                new JobResult(
                    cause,
                    message,
                    list == null ? null : list.storageManagers(),
                    null,
                    hotCopyId == null ? null : new JobResult.HotCopy(hotCopyId, "1"),
                    null,
                    null,
                    null,
                    new JobResult.Restored(elementId, Instant.EPOCH, 1, 2)));
  }

  @Provide
  Arbitrary<JobResult> lists() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 120),
            Arbitraries.strings().all().ofMaxLength(4000).injectNull(0.2))
        .as(JobResultTest::storageManagers);
  }

  private static JobResult storageManagers(int count, String message) {
    List<JobResult.StorageManager> list =
        IntStream.range(0, count)
            .mapToObj(i -> new JobResult.StorageManager(POD + i, i, null, null, true, null))
            .toList();
    return new JobResult(null, message, list, null, null, null, null, null, null);
  }

  private static JobResult message(String message) {
    return JobResult.failure(Cause.NuoarchiveFailed, message);
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
