package io.nuodb.backup.nuodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
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
    assertThat(read(Optional.empty()).newestFirst())
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

    assertThat(read(Optional.of("archive-uid")).newestFirst()).hasSize(1);
    assertThat(read(Optional.of("another")).newestFirst()).isEmpty();
  }

  @Test
  void aStateThatCannotBeReadIsNotPassedOverWhereItMayBeTheNewest() throws IOException {
    set("a", NOON);
    for (Instant written : List.of(NOON, NOON.plusSeconds(1))) {
      unreadableSet("b", written);

      assertThatThrownBy(() -> read(Optional.empty()))
          .isInstanceOf(BackupSetUnreadableException.class)
          .hasMessageContaining(root.resolve("b").toString());
    }
  }

  @Test
  void theOnlySetMustBeReadable() throws IOException {
    unreadableSet("a", NOON);

    assertThatThrownBy(() -> read(Optional.empty()))
        .isInstanceOf(BackupSetUnreadableException.class);
  }

  @Test
  void olderStatesThatCannotBeReadArePassedOverAndTold() throws IOException {
    set("newest", NOON);
    unreadableSet("old", NOON.minusSeconds(1));
    unreadableSet("spoilt-today", NOON.plusSeconds(60));
    Instant begin = NOON.minusSeconds(60);
    BackupSetFiles.element(root.resolve("spoilt-today"), "full", "id", begin, begin, Map.of());
    set("spoilt-full", NOON.minusSeconds(60));
    BackupSetFiles.write(root.resolve("spoilt-full/full/control/state.xml"), "<BackupElement");

    BackupSetOrder order = read(Optional.empty());

    assertThat(order.newestFirst())
        .extracting(BackupSetOrder.Entry::directory)
        .containsExactly(root.resolve("newest"));
    assertThat(order.passedOver())
        .satisfiesExactly(
            old -> assertThat(old).contains(root.resolve("old/state.xml").toString()),
            full -> assertThat(full).contains(root.resolve("spoilt-full/full").toString()),
            today -> assertThat(today).contains(root.resolve("spoilt-today").toString()));
  }

  private BackupSetOrder read(Optional<String> archiveUid) throws IOException {
    return BackupSetOrder.read(root, archiveUid);
  }

  private void unreadableSet(String name, Instant written) throws IOException {
    Path state = root.resolve(name).resolve("state.xml");
    BackupSetFiles.write(state, "<BackupSet");
    Files.setLastModifiedTime(state, FileTime.from(written));
  }

  private List<String> newestFirst() throws IOException {
    return read(Optional.empty()).newestFirst().stream()
        .map(entry -> entry.directory().getFileName().toString())
        .toList();
  }

  private void set(String name, Instant time) {
    BackupSetFiles.initialise(root.resolve(name), time);
  }
}
