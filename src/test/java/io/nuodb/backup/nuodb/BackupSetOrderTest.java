package io.nuodb.backup.nuodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupSetOrderTest {
  private static final Instant NOON = Instant.parse("2026-04-18T12:00:00Z");

  @TempDir private Path root;

  @Test
  void theBeginOfTheFullCountsAndWithoutOneWhenTheSetWasInitialised() throws IOException {
    // Its files were put back later, which says nothing.
    set("c", NOON.plus(Duration.ofDays(9)));
    BackupSetFiles.element(root.resolve("c"), "full", "id", NOON, NOON, Map.of());
    set("b", NOON.plusSeconds(1));
    set("a", NOON.plusSeconds(2));
    Files.createDirectory(root.resolve("not-initialised"));
    Files.createFile(root.resolve("a-file"));

    assertThat(newestFirst()).containsExactly("a", "b", "c");
    assertThat(BackupSetOrder.newestFirst(root, Optional.empty()))
        .extracting(BackupSetOrder.Entry::initialised)
        .containsExactly(NOON.plusSeconds(2), NOON.plusSeconds(1), NOON);
  }

  @Test
  void setsOfOneSecondAreOrderedByTheirFiles() throws IOException {
    set("a", NOON.plusMillis(700));
    BackupSetFiles.element(root.resolve("a"), "full", "id", NOON, NOON, Map.of());
    set("b", NOON.plusMillis(300));
    set("c", NOON.plusMillis(500));

    assertThat(newestFirst()).containsExactly("a", "c", "b");
  }

  @Test
  void setsOfOtherArchivesAreLeftOut() throws IOException {
    set("a", NOON);

    assertThat(BackupSetOrder.newestFirst(root, Optional.of("archive-uid"))).hasSize(1);
    assertThat(BackupSetOrder.newestFirst(root, Optional.of("another"))).isEmpty();
  }

  @Test
  void aStateThatCannotBeReadIsNotPassedOver() {
    set("a", NOON);
    BackupSetFiles.write(root.resolve("b/state.xml"), "<BackupSet");

    assertThatThrownBy(() -> BackupSetOrder.newestFirst(root, Optional.empty()))
        .isInstanceOf(BackupSetUnreadableException.class)
        .hasMessageContaining(root.resolve("b").toString());
  }

  private List<String> newestFirst() throws IOException {
    return BackupSetOrder.newestFirst(root, Optional.empty()).stream()
        .map(entry -> entry.directory().getFileName().toString())
        .toList();
  }

  private void set(String name, Instant time) {
    BackupSetFiles.initialise(root.resolve(name), time);
  }
}
