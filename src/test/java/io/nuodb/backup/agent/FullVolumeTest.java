package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.FakeDomain.HotCopy;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.DirectorySize;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A backup volume without room: the result tells how much is needed and how much is there. */
class FullVolumeTest extends HotCopyTestCase {
  private static final String MESSAGE =
      "Hot copy failed: Node 6: 1.atm: File read failed: No space left on device";

  @BeforeEach
  void failForWantOfSpace() {
    domain.onStart =
        () ->
            time.after(
                COPYING,
                () -> {
                  HotCopy hotCopy = domain.remembered.getLast();
                  hotCopy.status = "failed";
                  hotCopy.message = MESSAGE;
                });
  }

  @Test
  void aFullIsMeasuredByTheOneBeforeIt() throws IOException {
    completeSet("older", Duration.ofDays(8));
    Path last = completeSet("last");

    JobResult result = run(task(HotCopyType.FULL, new Destination.Directory(root.resolve("set"))));

    assertThat(result.cause()).isEqualTo(Cause.BackupVolumeFull);
    assertThat(result.message())
        .startsWith(MESSAGE)
        .contains(last.resolve("full") + ", took %d bytes".formatted(size(last, "full")))
        .endsWith("; %d of the volume's %d bytes are free".formatted(free(result), size(result)));
  }

  @Test
  void anIncrementalIsMeasuredByTheOneBeforeIt() throws IOException {
    Path set = completeSet("set");
    BackupSetFiles.element(
        set, "1.inc", "i", NOT_BEFORE.minusSeconds(9), NOT_BEFORE, Map.of("2.atm", "changed"));

    JobResult result = run(task(HotCopyType.INCREMENTAL, new Destination.Directory(set)));

    assertThat(result.cause()).isEqualTo(Cause.BackupVolumeFull);
    assertThat(result.message())
        .contains(set.resolve("1.inc") + ", took %d bytes".formatted(size(set, "1.inc")));
  }

  @Test
  void aFirstIncrementalIsMeasuredByTheFull() throws IOException {
    Path set = completeSet("set");

    JobResult result = run(task(HotCopyType.INCREMENTAL, new Destination.Directory(set)));

    assertThat(result.message())
        .contains(
            "the last full one, %s, took %d bytes"
                .formatted(set.resolve("full"), size(set, "full")));
  }

  @Test
  void whereNothingCompares() {
    JobResult result = run(task(HotCopyType.FULL, new Destination.Directory(root.resolve("set"))));

    assertThat(result.message()).doesNotContain("took").contains("bytes are free");
  }

  private static long size(Path set, String element) throws IOException {
    return DirectorySize.of(set.resolve(element)).bytes();
  }

  private static long free(JobResult result) {
    return result.volume().free();
  }

  private static long size(JobResult result) {
    return result.volume().size();
  }
}
