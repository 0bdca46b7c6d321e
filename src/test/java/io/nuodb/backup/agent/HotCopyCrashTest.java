package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.FakeDomain.Fate;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.ArchiveCopy;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.BackupSetOnDisk;
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
 * Pods of one run die at any moment, the admin process goes away, answers get lost, storage
 * managers restart, their clocks are wrong, a full hot copy takes the journals away: whatever
 * happens, the run makes at most one element or archive, and a pod reports success exactly when it
 * is there.
 */
class HotCopyCrashTest {
  private static final Instant NOT_BEFORE = Instant.parse("2026-04-18T22:35:00Z");

  /** What kills a pod between two of its looks. */
  private static final class Killed extends RuntimeException {}

  /** Where the hot copies of a type go, and what is there. */
  private static final class Place {
    private final HotCopyType type;
    private final Path root;
    private final boolean coordinated;

    Place(HotCopyType type, Path root, boolean coordinated) {
      this.type = type;
      this.root = root;
      this.coordinated = coordinated;
      if (type == HotCopyType.INCREMENTAL || type == HotCopyType.JOURNAL) {
        completeSet(first());
        completeSet(other());
      }
    }

    Path first() {
      return root.resolve("set");
    }

    /** On the volume of the other storage manager, which no pod mounts. */
    Path other() {
      return root.resolve("unmounted").resolve("set");
    }

    Path newer() {
      return root.resolve("newer");
    }

    HotCopyTask task() {
      List<Target> targets =
          coordinated
              ? List.of(target("sm-0", first()), target("sm-1", other()))
              : List.of(target("sm-0", first()));
      return TestTasks.of(
          type,
          targets,
          Optional.of(targets.getFirst()),
          NOT_BEFORE,
          NOT_BEFORE.plus(Duration.ofHours(6)),
          true);
    }

    private Target target(String pod, Path directory) {
      boolean newest = type == HotCopyType.JOURNAL && !coordinated;
      return new Target(
          pod,
          newest
              ? new Destination.NewestSet(root, Optional.of("archive-uid"))
              : new Destination.Directory(directory),
          type == HotCopyType.INCREMENTAL || type == HotCopyType.JOURNAL
              ? Optional.of(TestTasks.after("set/full"))
              : Optional.empty());
    }

    /** A full hot copy that nobody here asked for. */
    void initialiseNewer(FakeDomain domain, TestTime time) {
      BackupSetFiles.initialise(newer(), time.instant());
      domain.journalSet = newer();
    }

    /** How often the run's hot copy is there. */
    long made() throws IOException {
      if (type == HotCopyType.SIMPLE) {
        return ArchiveCopy.read(first()).filter(ArchiveCopy::complete).stream().count();
      }
      return made(first()) + made(newer());
    }

    long made(Path set) throws IOException {
      return BackupSetReader.read(set).stream()
          .flatMap(BackupSetOnDisk::elements)
          .filter(element -> !element.id().equals("old"))
          .count();
    }
  }

  @Property(tries = 200)
  void aRunMakesOneElementAtMost(
      @ForAll HotCopyType type,
      @ForAll boolean coordinated,
      @ForAll List<@IntRange(min = 1, max = 12) Integer> sleepsOfPods,
      @ForAll @Size(max = 2) List<Fate> fates,
      @ForAll @IntRange(min = 1, max = 120) int copyingSeconds,
      @ForAll @IntRange(max = 240) int restartAt,
      @ForAll @IntRange(min = -3600, max = 3600) int skewSeconds,
      @ForAll @IntRange(max = 120) int outageAt,
      @ForAll @IntRange(min = 1, max = 50) int outageSeconds,
      @ForAll @IntRange(max = 120) int newerSetAt)
      throws IOException {
    Path root = Files.createTempDirectory("hot-copy-crash");
    TestTime time = new TestTime(NOT_BEFORE);
    try (FakeDomain domain = new FakeDomain(time)) {
      Place place = new Place(type, root, coordinated);
      domain.storageManagers = coordinated ? 2 : 1;
      // In a newer set only its begin tells whose a journal is: that clock must not be behind.
      boolean newerSet = type == HotCopyType.JOURNAL && !coordinated;
      domain.clockSkew = Duration.ofSeconds(newerSet ? Math.max(0, skewSeconds) : skewSeconds);
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
      if (newerSet) {
        domain.journalSet = place.first();
        time.after(Duration.ofSeconds(newerSetAt), () -> place.initialiseNewer(domain, time));
      }

      JobResult result = pods(domain, time, place.task(), sleepsOfPods);

      assertThat(place.made()).isLessThanOrEqualTo(1);
      assertThat(result.succeeded()).as("%s", result).isEqualTo(place.made() == 1);
      assertThat(result.cause()).isIn(null, Cause.HotCopyLost, Cause.StorageManagerLost);
      assertThat(domain.remembered).noneMatch(hotCopy -> hotCopy.status.equals("running"));
      if (type == HotCopyType.FULL || type == HotCopyType.SIMPLE) {
        assertThat(domain.started).isLessThanOrEqualTo(1);
      } else if (coordinated) {
        assertThat(place.made(place.other())).isEqualTo(place.made());
      }
    } finally {
      delete(root);
    }
  }

  /** One pod after the other until one is not killed. */
  private static JobResult pods(
      FakeDomain domain, TestTime time, HotCopyTask task, List<Integer> sleepsOfPods) {
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
        return agent(domain, time, mortal, task).toEnd();
      } catch (Killed e) {
        time.sleep(Duration.ofSeconds(3));
      }
    }
    return agent(domain, time, time, task).toEnd();
  }

  private static HotCopyRun agent(FakeDomain domain, TestTime time, Pause pause, HotCopyTask task) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new HotCopyRun(
        task,
        EngineTexts.known(),
        new AdminClient(domain.uri()),
        new Environment(time, pause, Disk.real(), nowhere),
        new Progress(nowhere));
  }

  private static void completeSet(Path set) {
    Instant yesterday = NOT_BEFORE.minus(Duration.ofDays(1));
    BackupSetFiles.initialise(set, yesterday);
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
