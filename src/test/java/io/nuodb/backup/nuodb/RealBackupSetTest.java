package io.nuodb.backup.nuodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Reads a backup set that NuoDB 6.0.2 wrote. It is not part of this repository: the environment
 * variable NUODB_BACKUP_SETS names the directory that it is in. Expected numbers were counted with
 * find and awk.
 */
class RealBackupSetTest {
  private static final String ARCHIVE = "backup-sg0.bak.tz";
  private static final Instant TIME = Instant.ofEpochSecond(1760338633);

  @TempDir private Path directory;
  private Path set;

  @BeforeEach
  void unpack() throws IOException, InterruptedException {
    Path sets =
        Optional.ofNullable(System.getenv("NUODB_BACKUP_SETS"))
            .map(Path::of)
            .orElse(Path.of("../shared/data/nuodb-backup-sets"));
    Path archive = sets.resolve(ARCHIVE);
    if (Files.notExists(archive) && !"true".equals(System.getenv("CI"))) {
      Assumptions.abort(
          "there is no " + archive.toAbsolutePath() + "; set NUODB_BACKUP_SETS to its directory");
    }
    Process tar =
        new ProcessBuilder("tar", "xzf", archive.toString(), "-C", directory.toString())
            .inheritIO()
            .start();
    assertThat(tar.waitFor()).as("tar's exit status for " + archive).isZero();
    set = directory.resolve("20251013T065713");
  }

  @Test
  void theSetTellsItsIdentity() throws IOException {
    BackupSetOnDisk read = BackupSetReader.read(set).orElseThrow();

    assertThat(read.id()).isEqualTo("cee53d34-0b4d-7f4f-06a2-6ad758befbb9");
    assertThat(read.collectionId()).isEqualTo("df6974ac-a3ab-4e43-8040-0f36de07255f");
    assertThat(read.databaseId()).isEqualTo("176b65aa-6962-1e45-2e92-6df6358ddc6f");
    assertThat(read.archiveUid()).isEqualTo("91041b0d-adf5-064c-63ab-d44dc56df50c");
    assertThat(read.complete()).isTrue();
    assertThat(read.journals()).isEmpty();
  }

  @Test
  void theFullElementTellsWhenItWasMade() throws IOException {
    BackupSetOnDisk read = BackupSetReader.read(set).orElseThrow();

    assertThat(read.chain())
        .containsExactly(
            new BackupElement(
                set.resolve("full"),
                HotCopyType.FULL,
                "df6974ac-a3ab-4e43-8040-0f36de07255f",
                TIME,
                TIME,
                Optional.of(new JournalFiles(1, 1))));
    assertThat(TIME).isEqualTo("2025-10-13T06:57:13Z");
  }

  @Test
  void itsFingerprintsNameExactlyTheAtomsThatItHolds() throws IOException {
    BackupElement full = BackupSetReader.read(set).orElseThrow().chain().getFirst();
    List<Path> listed = new ArrayList<>();
    for (Path directory : new ElementAtoms(full).directories()) {
      Path table = set.resolve("full/control").resolve(directory).resolve("fingerprints.dat");
      FingerprintTable.atoms(table).stream()
          .forEach(number -> listed.add(directory.resolve(number + ".atm")));
    }

    assertThat(listed).hasSize(155).contains(Path.of("1.atm"), Path.of("18.cat/2.atm"));
    try (Stream<Path> held = Files.walk(full.data())) {
      assertThat(listed)
          .containsExactlyInAnyOrderElementsOf(
              held.map(full.data()::relativize)
                  .filter(path -> path.toString().endsWith(".atm"))
                  .toList());
    }
  }

  @Test
  void sizesAreThoseOfItsFiles() throws IOException {
    assertThat(DirectorySize.of(set.resolve("full"))).isEqualTo(new DirectorySize(191, 4_157_651));
    assertThat(DirectorySize.of(set.resolve("full/control")).bytes()).isEqualTo(2_626);
  }
}
