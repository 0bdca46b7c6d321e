package io.nuodb.backup.nuodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ElementAtomsTest {
  private static final String VERSION = "361a0000";

  @TempDir private Path directory;

  @Test
  void tablesAndDataTellTheAtoms() throws IOException {
    // Atom 1 has a hash of eight bytes, 2 none, 3 one of seven bytes, 4 a hash that is 0.
    table("", VERSION + "3b0102030405060708" + "01" + "3a01020304050607" + "14");
    table("18.cat", VERSION + "01" + "3401");
    BackupSetFiles.write(directory.resolve("data/19.cat/7.atm"), "atom");
    BackupSetFiles.write(directory.resolve("data/state.dat"), "no atom");

    assertThat(atoms())
        .containsExactly(
            Path.of("1.atm"),
            Path.of("18.cat/2.atm"),
            Path.of("19.cat/7.atm"),
            Path.of("3.atm"),
            Path.of("4.atm"));
  }

  @Test
  void aTableThatIsCutOffOrSomethingElseIsUnreadable() throws IOException {
    table("", VERSION + "3b0102");
    assertThatThrownBy(this::atoms)
        .isInstanceOf(BackupSetUnreadableException.class)
        .hasMessageEndingWith("is cut off");

    table("", VERSION + "ff");
    assertThatThrownBy(this::atoms)
        .isInstanceOf(BackupSetUnreadableException.class)
        .hasMessageEndingWith("unknown tag -1 at 4");
  }

  private void table(String catalog, String hex) throws IOException {
    Path control = Files.createDirectories(directory.resolve("control").resolve(catalog));
    Files.write(control.resolve("fingerprints.dat"), HexFormat.of().parseHex(hex));
  }

  private Iterable<Path> atoms() throws IOException {
    return ElementAtoms.of(
        new BackupElement(directory, HotCopyType.FULL, "id", Instant.EPOCH, Instant.EPOCH));
  }
}
