package io.nuodb.backup.nuodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupSetReaderTest {
  private static final Instant START = Instant.parse("2026-04-18T20:58:15Z");

  @TempDir private Path root;

  @Test
  void noDirectoryOrAnEmptyOneIsNoSet() throws IOException {
    assertThat(BackupSetReader.read(root.resolve("absent"))).isEmpty();
    assertThat(BackupSetReader.read(root)).isEmpty();
  }

  @Test
  void aSetWithoutFullElementIsInitialisedOnly() throws IOException {
    BackupSetFiles.initialise(root);
    BackupSetFiles.write(root.resolve("tmp/full/data/1.atm"), "atom");

    BackupSetOnDisk set = BackupSetReader.read(root).orElseThrow();

    assertThat(set.complete()).isFalse();
  }

  @Test
  void elementsAreOrderedByNumberNotByName() throws IOException {
    BackupSetFiles.initialise(root);
    element("full", "a");
    for (int i = 1; i <= 11; i++) {
      element(i + ".inc", "i" + i);
    }
    element("10.jnl", "j10");
    element("2.jnl", "j2");
    Files.createDirectories(root.resolve("lost+found"));

    BackupSetOnDisk set = BackupSetReader.read(root).orElseThrow();

    assertThat(set.chain())
        .extracting(BackupElement::id)
        .containsExactly("a", "i1", "i2", "i3", "i4", "i5", "i6", "i7", "i8", "i9", "i10", "i11");
    assertThat(set.journals()).extracting(BackupElement::name).containsExactly("2.jnl", "10.jnl");
    assertThat(set.element("i10")).get().extracting(BackupElement::name).isEqualTo("10.inc");
  }

  @Test
  void theElementTellsItsTimes() throws IOException {
    BackupSetFiles.initialise(root);
    element("full", "a");

    BackupElement full = BackupSetReader.read(root).orElseThrow().chain().getFirst();

    assertThat(full.type()).isEqualTo(HotCopyType.FULL);
    assertThat(full.startTime()).isEqualTo(START);
    assertThat(full.endTime()).isEqualTo(START.plusSeconds(5));
  }

  @Test
  void aJournalElementTellsItsFilesAlsoInASetWithoutFull() throws IOException {
    BackupSetFiles.initialise(root);
    element("3.jnl", "j");

    BackupSetOnDisk set = BackupSetReader.read(root).orElseThrow();

    assertThat(set.complete()).isFalse();
    assertThat(set.newest(HotCopyType.JOURNAL)).get().extracting(BackupElement::id).isEqualTo("j");
    assertThat(set.journals().getFirst().journal()).contains(new JournalFiles(3, 3));
    assertThat(set.element("j")).as("an element with atoms").isEmpty();
  }

  @Test
  void elementsWithoutTheirControlFilesAreUnreadable() throws IOException {
    BackupSetFiles.initialise(root);
    Files.createDirectories(root.resolve("full/data"));

    assertThatThrownBy(() -> BackupSetReader.read(root))
        .isInstanceOf(BackupSetUnreadableException.class)
        .hasMessageContaining("full/control/state.xml");
  }

  @Test
  void anIncrementalWithoutAFullIsUnreadable() {
    BackupSetFiles.initialise(root);
    element("1.inc", "i1");

    assertThatThrownBy(() -> BackupSetReader.read(root))
        .isInstanceOf(BackupSetUnreadableException.class);
  }

  @Test
  void aHalfWrittenStateIsUnreadable() {
    BackupSetFiles.write(root.resolve("state.xml"), "<BackupSet version=\"17");

    assertThatThrownBy(() -> BackupSetReader.read(root))
        .isInstanceOf(BackupSetUnreadableException.class);
  }

  @Test
  void externalEntitiesAreNotFollowed() {
    BackupSetFiles.write(root.resolve("secret"), "archive-uid");
    BackupSetFiles.write(
        root.resolve("state.xml"),
        """
        <!DOCTYPE BackupSet [<!ENTITY secret SYSTEM "%s">]>
        <BackupSet databaseId="d"><BackupSet id="s"/>&secret;</BackupSet>
        """
            .formatted(root.resolve("secret").toUri()));

    assertThatThrownBy(() -> BackupSetReader.read(root))
        .isInstanceOf(BackupSetUnreadableException.class)
        .hasMessageContaining("secret");
  }

  private void element(String name, String id) {
    BackupSetFiles.element(root, name, id, START, START.plusSeconds(5), Map.of());
  }
}
