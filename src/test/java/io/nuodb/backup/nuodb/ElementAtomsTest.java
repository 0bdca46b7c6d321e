package io.nuodb.backup.nuodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
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

    ElementAtoms atoms = atoms();

    assertThat(atoms.directories())
        .containsExactlyInAnyOrder(Path.of(""), Path.of("18.cat"), Path.of("19.cat"));
    assertThat(atoms.in(Path.of("")).stream()).containsExactly(1, 3, 4);
    assertThat(atoms.in(Path.of("18.cat")).stream()).containsExactly(2);
    assertThat(atoms.in(Path.of("19.cat")).stream()).containsExactly(7);
  }

  @Test
  void aTableThatIsCutOffOrSomethingElseIsUnreadable() throws IOException {
    table("", VERSION + "3b0102");
    assertThatThrownBy(() -> atoms().in(Path.of("")))
        .isInstanceOf(BackupSetUnreadableException.class)
        .hasMessageEndingWith("is cut off");

    table("", VERSION + "ff");
    assertThatThrownBy(() -> atoms().in(Path.of("")))
        .isInstanceOf(BackupSetUnreadableException.class)
        .hasMessageEndingWith("unknown tag 255, after 0 atoms");
  }

  private void table(String catalog, String hex) throws IOException {
    Path control = Files.createDirectories(directory.resolve("control").resolve(catalog));
    Files.write(control.resolve("fingerprints.dat"), HexFormat.of().parseHex(hex));
  }

  private ElementAtoms atoms() {
    return new ElementAtoms(
        new BackupElement(
            directory, HotCopyType.FULL, "id", Instant.EPOCH, Instant.EPOCH, Optional.empty()));
  }
}
