package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.FakeDomain.Fate;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.BackupSetReader;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/**
 * Pods of one run die at any moment, the admin process goes away, answers get lost, the storage
 * manager restarts, its clock is wrong: whatever happens, the run makes at most one element, and a
 * pod reports success exactly when it is there.
 */
class HotCopyCrashTest {
  private static final Instant NOT_BEFORE = Instant.parse("2026-04-18T22:35:00Z");

  /** What kills a pod between two of its looks. */
  private static final class Killed extends RuntimeException {}

  @Property(tries = 150)
  void aRunMakesOneElementAtMost(
      @ForAll HotCopyType type,
      @ForAll List<@IntRange(min = 1, max = 12) Integer> sleepsOfPods,
      @ForAll @Size(max = 2) List<Fate> fates,
      @ForAll @IntRange(min = 1, max = 120) int copyingSeconds,
      @ForAll @IntRange(max = 240) int restartAt,
      @ForAll @IntRange(min = -3600, max = 3600) int skewSeconds,
      @ForAll @IntRange(max = 120) int outageAt,
      @ForAll @IntRange(min = 1, max = 50) int outageSeconds)
      throws IOException {
    Path root = Files.createTempDirectory("hot-copy-crash");
    Path set = root.resolve("set");
    TestTime time = new TestTime(NOT_BEFORE);
    try (FakeDomain domain = new FakeDomain(time)) {
      if (type == HotCopyType.INCREMENTAL) {
        completeSet(set);
      }
      domain.clockSkew = Duration.ofSeconds(skewSeconds);
      domain.fates.addAll(fates);
      domain.onStart =
          () -> {
            FakeDomain.HotCopy hotCopy = domain.remembered.getLast();
            time.after(
                Duration.ofSeconds(copyingSeconds),
                () -> {
                  if (domain.remembered.contains(hotCopy)) {
                    domain.complete(hotCopy);
                  }
                });
          };
      time.after(Duration.ofSeconds(restartAt), domain::restartStorageManager);
      time.after(Duration.ofSeconds(outageAt), () -> domain.reachable = false);
      time.after(Duration.ofSeconds(outageAt + outageSeconds), () -> domain.reachable = true);

      JobResult result = pods(domain, time, type, set, sleepsOfPods);

      long elements =
          BackupSetReader.read(set).stream()
              .flatMap(it -> it.chain().stream())
              .filter(element -> !element.id().equals("old"))
              .count();
      assertThat(elements).isLessThanOrEqualTo(1);
      assertThat(result.succeeded()).as("%s", result).isEqualTo(elements == 1);
      assertThat(result.cause()).isIn(null, Cause.HotCopyLost);
      assertThat(domain.remembered).noneMatch(hotCopy -> hotCopy.status.equals("running"));
    } finally {
      delete(root);
    }
  }

  /** One pod after the other until one is not killed. */
  private static JobResult pods(
      FakeDomain domain, TestTime time, HotCopyType type, Path set, List<Integer> sleepsOfPods) {
    for (int sleeps : sleepsOfPods) {
      int[] left = {sleeps};
      Pause mortal =
          duration -> {
            if (--left[0] == 0) {
              throw new Killed();
            }
            time.sleep(duration);
          };
      try {
        return agent(domain, time, mortal, type, set).toEnd();
      } catch (Killed e) {
        time.sleep(Duration.ofSeconds(3));
      }
    }
    return agent(domain, time, time, type, set).toEnd();
  }

  private static HotCopyRun agent(
      FakeDomain domain, TestTime time, Pause pause, HotCopyType type, Path set) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new HotCopyRun(
        new HotCopyTask(
            FakeDomain.DATABASE,
            FakeDomain.POD,
            type,
            set,
            Optional.empty(),
            NOT_BEFORE,
            type == HotCopyType.FULL ? Optional.empty() : Optional.of("full"),
            NOT_BEFORE.plus(Duration.ofHours(6)),
            true),
        new AdminClient(domain.uri()),
        new Environment(time, pause, Disk.real(), nowhere),
        new Progress(nowhere));
  }

  private static void completeSet(Path set) {
    BackupSetFiles.initialise(set);
    Instant yesterday = NOT_BEFORE.minus(Duration.ofDays(1));
    BackupSetFiles.element(set, "full", "old", yesterday, yesterday, Map.of("1.atm", "atom"));
  }

  private static void delete(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
