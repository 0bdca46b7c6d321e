package io.nuodb.backup.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.agent.FakeDomain.HotCopy;
import io.nuodb.backup.job.Cause;
import io.nuodb.backup.job.JobResult;
import io.nuodb.backup.nuodb.BackupSetFiles;
import io.nuodb.backup.nuodb.HotCopyType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Simple hot copies, which make an archive and no backup set. */
class SimpleHotCopyTest extends HotCopyTestCase {
  private Path archive;

  @BeforeEach
  void nameArchive() {
    archive = root.resolve("archive");
  }

  @Test
  void theArchiveIsReportedOnceItIsThere() {
    JobResult result = run();

    assertThat(result.cause()).isNull();
    assertThat(result.archiveCopy())
        .isEqualTo(new JobResult.ArchiveCopy(archive.toString(), true, "partial".length()));
    assertThat(result.backupSet()).isNull();
    assertThat(domain.requests()).contains("POST /api/1/databases/demo/hotCopySimple");
    assertThat(lines()).anyMatch(line -> line.contains("\"type\":\"simple\""));
    assertThat(lines()).anyMatch(line -> line.contains("\"bytes\":7"));
  }

  @Test
  void oneThatRunsIsFollowed() {
    completeAfter(COPYING, domain.start(archive, "simple"));

    assertThat(run().hotCopy().hotCopyId()).isEqualTo("id-1");
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void oneThatIsForgottenIsFoundOnTheVolume() {
    domain.complete(domain.start(archive, "simple"));
    domain.restartStorageManager();

    assertThat(run().archiveCopy().complete()).isTrue();
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void anArchiveFromBeforeTheRunIsNotItsOwn() throws IOException {
    Path atom = archive.resolve("1.atm");
    BackupSetFiles.write(atom, "somebody's");
    Files.setLastModifiedTime(atom, FileTime.from(NOT_BEFORE.minusSeconds(1)));

    JobResult result = run();

    assertThat(result.cause()).isEqualTo(Cause.BackupSetRefused);
    assertThat(result.message()).contains(archive.toString());
    assertThat(domain.started).isZero();
  }

  @Test
  void leftoversWithoutAHotCopyAreOfALostOne() {
    domain.start(archive, "simple");
    domain.restartStorageManager();

    JobResult result = run();

    assertThat(result.cause()).isEqualTo(Cause.HotCopyLost);
    assertThat(result.archiveCopy())
        .isEqualTo(new JobResult.ArchiveCopy(archive + ".incomplete", false, 7));
    assertThat(domain.started).isEqualTo(1);
  }

  @Test
  void whatAFailureLeavesIsTold() {
    domain.onStart =
        () ->
            time.after(
                COPYING,
                () -> {
                  HotCopy hotCopy = domain.only();
                  hotCopy.status = "failed";
                  hotCopy.message = "Hot copy failed: Input/output error";
                });

    JobResult result = run();

    assertThat(result.cause()).isEqualTo(Cause.HotCopyFailed);
    assertThat(result.archiveCopy().complete()).isFalse();
    assertThat(result.archiveCopy().directory()).endsWith(".incomplete");
  }

  @Test
  void successWithoutAnArchiveIsNoSuccess() {
    domain.onStart = () -> time.after(COPYING, () -> domain.only().status = "completed");

    assertThat(run().cause()).isEqualTo(Cause.HotCopyLost);
  }

  private JobResult run() {
    return run(task(HotCopyType.SIMPLE, new Destination.Directory(archive)));
  }
}
