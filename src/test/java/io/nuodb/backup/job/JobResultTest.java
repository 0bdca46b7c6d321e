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
import net.jqwik.api.Tuple;

/** Whatever a result holds, Kubernetes keeps it whole and the operator can read it. */
class JobResultTest {
  private static final String POD = "sm-database-nuodb-cluster0-demo-hotcopy-";

  @Property(tries = 400)
  void everyResultFitsAndKeepsItsCause(@ForAll("results") JobResult result) {
    String json = result.toJson();

    assertThat(bytes(json)).isLessThanOrEqualTo(JobResult.MAX_BYTES);
    assertThat(JobResult.fromJson(json))
        .get()
        .extracting(JobResult::cause)
        .isEqualTo(result.cause());
  }

  @Property
  void whatNeedsNoCutIsReadAsItWasWritten(@ForAll("smallResults") JobResult result) {
    assertThat(bytes(JobResult.write(result))).isLessThanOrEqualTo(JobResult.MAX_BYTES);

    assertThat(JobResult.fromJson(result.toJson())).contains(result);
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
  void aCutMessageLeavesTheVolumes() {
    var volume = new JobResult.Volume(2, 1);
    var journalVolume = new JobResult.Volume(4, 3);
    JobResult result =
        new JobResult(null, "x".repeat(9000), null, null, null, volume, null, null, null)
            .withJournalVolume(journalVolume);
    JobResult read = JobResult.fromJson(result.toJson()).orElseThrow();
    assertThat(read.message()).endsWith("…");
    assertThat(read.volume()).isEqualTo(volume);
    assertThat(read.journalVolume()).isEqualTo(journalVolume);
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
  void noStorageGroupTakesTheRoomOfAStorageManager() {
    JobResult plain = storageManagers(200, "found");
    List<JobResult.StorageManager> list =
        plain.storageManagers().stream().map(JobResultTest::grouped).toList();
    JobResult result = new JobResult(null, "found", list, null, null, null, null, null, null);

    assertThat(result.toJson()).isEqualTo(plain.toJson());
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

  /** Parts of any length must not keep the cause from being told. */
  @Provide
  Arbitrary<JobResult> results() {
    Arbitrary<String> texts =
        Arbitraries.frequencyOf(
            Tuple.of(20, Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(40)),
            Tuple.of(1, Arbitraries.strings().all().ofMaxLength(4000)),
            Tuple.of(1, Arbitraries.strings().alpha().ofMinLength(2500).ofMaxLength(4000)));
    return results(texts, 30);
  }

  @Provide
  Arbitrary<JobResult> smallResults() {
    return results(Arbitraries.strings().alpha().ofMinLength(1).ofMaxLength(8), 2);
  }

  private static Arbitrary<JobResult> results(Arbitrary<String> texts, int maxStorageManagers) {
    return Combinators.combine(
            Arbitraries.of(Cause.class).injectNull(0.3),
            texts.injectNull(0.2),
            storageManagers(texts)
                .list()
                .ofMinSize(1)
                .ofMaxSize(maxStorageManagers)
                .injectNull(0.5),
            storageManagers(texts).injectNull(0.5),
            hotCopies(texts).injectNull(0.5),
            volumes().injectNull(0.5).tuple2(),
            Combinators.combine(
                    backupSets(texts).injectNull(0.5),
                    archiveCopies(texts).injectNull(0.5),
                    restored(texts).injectNull(0.5))
                .as(Left::new))
        .as(
            (cause, message, list, storageManager, hotCopy, volumes, left) ->
                new JobResult(
                    cause,
                    message,
                    list,
                    storageManager,
                    hotCopy,
                    volumes.get1(),
                    volumes.get2(),
                    left.set(),
                    left.copy(),
                    left.restored()));
  }

  private static Arbitrary<JobResult.Volume> volumes() {
    return longs().tuple2().map(it -> new JobResult.Volume(it.get1(), it.get2()));
  }

  private record Left(
      JobResult.BackupSet set, JobResult.ArchiveCopy copy, JobResult.Restored restored) {}

  private static Arbitrary<JobResult.StorageManager> storageManagers(Arbitrary<String> texts) {
    return Combinators.combine(
            texts,
            Arbitraries.integers().injectNull(0.2),
            texts.injectNull(0.2),
            texts.injectNull(0.2),
            Arbitraries.of(true, false).injectNull(0.3),
            texts.list().ofMinSize(1).ofMaxSize(3).injectNull(0.5))
        .as(JobResult.StorageManager::new);
  }

  private static Arbitrary<JobResult.HotCopy> hotCopies(Arbitrary<String> texts) {
    return Combinators.combine(texts, texts).as(JobResult.HotCopy::new);
  }

  private static Arbitrary<JobResult.BackupSet> backupSets(Arbitrary<String> texts) {
    return Combinators.combine(
            texts,
            Arbitraries.of(JobResult.SetState.class),
            texts.list().ofSize(4),
            Arbitraries.integers().list().ofSize(3),
            longs(),
            elements(texts).injectNull(0.3))
        .as(
            (directory, state, ids, counts, size, element) ->
                new JobResult.BackupSet(
                    directory,
                    state,
                    ids.get(0),
                    ids.get(1),
                    ids.get(2),
                    ids.get(3),
                    counts.get(0),
                    counts.get(1),
                    counts.get(2),
                    size,
                    element));
  }

  private static Arbitrary<JobResult.Element> elements(Arbitrary<String> texts) {
    return Combinators.combine(
            texts,
            texts,
            texts,
            instants(),
            instants(),
            longs(),
            longs().injectNull(0.3),
            longs().injectNull(0.3))
        .as(JobResult.Element::new);
  }

  private static Arbitrary<JobResult.ArchiveCopy> archiveCopies(Arbitrary<String> texts) {
    return Combinators.combine(texts, Arbitraries.of(true, false), longs())
        .as(JobResult.ArchiveCopy::new);
  }

  private static Arbitrary<JobResult.Restored> restored(Arbitrary<String> texts) {
    return Combinators.combine(texts, instants(), longs(), longs()).as(JobResult.Restored::new);
  }

  private static Arbitrary<Long> longs() {
    return Arbitraries.longs();
  }

  private static Arbitrary<Instant> instants() {
    return Arbitraries.longs()
        .between(0, Instant.parse("9999-12-31T23:59:59Z").getEpochSecond())
        .map(Instant::ofEpochSecond);
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
