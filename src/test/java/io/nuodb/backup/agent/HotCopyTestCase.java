package io.nuodb.backup.agent;

import io.nuodb.backup.agent.FakeDomain.HotCopy;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** An agent's whole loop against a domain in which hot copies take two minutes. */
abstract class HotCopyTestCase {
  static final Instant NOT_BEFORE = Instant.parse("2026-04-18T22:35:00Z");
  static final Duration COPYING = Duration.ofMinutes(2);
  private static final Instant YESTERDAY = NOT_BEFORE.minus(Duration.ofDays(1));

  @TempDir Path root;
  final TestTime time = new TestTime(NOT_BEFORE);
  final FakeDomain domain = new FakeDomain(time);
  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @BeforeEach
  void copyForAWhile() {
    domain.onStart = () -> completeAfter(COPYING, domain.remembered.getLast());
  }

  @AfterEach
  void stopDomain() {
    domain.close();
  }

  JobResult run(HotCopyTask task) {
    PrintStream out = new PrintStream(log, true, StandardCharsets.UTF_8);
    return new HotCopyRun(
            task,
            EngineTexts.known(),
            new AdminClient(domain.uri()),
            new Environment(time, time, Disk.real(), out),
            new Progress(out))
        .toEnd();
  }

  /** A run over one archive whose volume is mounted. */
  static HotCopyTask task(HotCopyType type, Destination destination) {
    return task(type, destination, Optional.empty());
  }

  static HotCopyTask task(
      HotCopyType type, Destination destination, Optional<String> afterElement) {
    return TestTasks.of(
        type,
        new Target(FakeDomain.POD, destination, afterElement.map(TestTasks::after)),
        NOT_BEFORE,
        NOT_BEFORE.plus(Duration.ofHours(1)),
        true);
  }

  void completeAfter(Duration delay, HotCopy hotCopy) {
    time.after(delay, () -> domain.complete(hotCopy));
  }

  /** A set whose full hot copy began this long before the run and is forgotten. */
  Path completeSet(String name, Duration before) {
    Path set = root.resolve(name);
    Instant begin = NOT_BEFORE.minus(before);
    BackupSetFiles.initialise(set, begin);
    BackupSetFiles.element(set, "full", "full-" + name, begin, begin, Map.of("1.atm", "atom"));
    return set;
  }

  Path completeSet(String name) {
    return completeSet(name, Duration.between(YESTERDAY, NOT_BEFORE));
  }

  long posts() {
    return domain.requests().stream().filter(it -> it.startsWith("POST")).count();
  }

  List<String> lines() {
    return log.toString(StandardCharsets.UTF_8).lines().toList();
  }
}
