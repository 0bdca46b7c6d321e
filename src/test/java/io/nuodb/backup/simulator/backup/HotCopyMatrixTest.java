package io.nuodb.backup.simulator.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which hot copy may start beside a running one (NuoDB docs, Using Hot Copy Successfully). Where
 * they are silent, one of each type may run.
 */
class HotCopyMatrixTest {
  private static final String ALLOWED = "allowed";

  private final HeldWrites held = new HeldWrites();
  private HotCopyFixture fixture;

  @BeforeEach
  void makeTwoSets() throws Exception {
    fixture = new HotCopyFixture(HotCopyFixture.settings().withJournalHotCopy().withFaults(held));
    fixture.fill("foo", 20);
    fixture.complete(HotCopyType.FULL, fixture.set("older"));
    fixture.complete(HotCopyType.FULL, fixture.set("latest"));
    fixture.insert("foo", 1, "changed");
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @ParameterizedTest(name = "{2} into {3} while {0} into {1}")
  @CsvSource({
    "FULL,        new,    FULL,        other,  Only one full hot copy at a time allowed",
    "FULL,        new,    INCREMENTAL, new,    Full hot copy must be completed before incremental",
    "FULL,        new,    INCREMENTAL, latest, allowed",
    "FULL,        new,    INCREMENTAL, older,  allowed",
    "FULL,        new,    JOURNAL,     new,    allowed",
    "FULL,        new,    JOURNAL,     latest, not the most recently initialized backup set",
    "FULL,        new,    SIMPLE,      other,  allowed",
    "INCREMENTAL, latest, FULL,        other,  allowed",
    "INCREMENTAL, latest, INCREMENTAL, latest, Only one incremental hot copy at a time allowed",
    "INCREMENTAL, latest, INCREMENTAL, older,  Only one incremental hot copy at a time allowed",
    "INCREMENTAL, older,  INCREMENTAL, latest, Only one incremental hot copy at a time allowed",
    "INCREMENTAL, latest, JOURNAL,     latest, allowed",
    "INCREMENTAL, older,  JOURNAL,     latest, allowed",
    "INCREMENTAL, latest, JOURNAL,     older,  not the most recently initialized backup set",
    "INCREMENTAL, latest, SIMPLE,      other,  allowed",
    "JOURNAL,     latest, FULL,        other,  allowed",
    "JOURNAL,     latest, INCREMENTAL, latest, allowed",
    "JOURNAL,     latest, INCREMENTAL, older,  allowed",
    "JOURNAL,     latest, JOURNAL,     latest, Only one journal hot copy at a time allowed",
    "JOURNAL,     latest, JOURNAL,     older,  Only one journal hot copy at a time allowed",
    "JOURNAL,     latest, SIMPLE,      other,  allowed",
    "SIMPLE,      new,    FULL,        other,  allowed",
    "SIMPLE,      new,    INCREMENTAL, latest, allowed",
    "SIMPLE,      new,    JOURNAL,     latest, allowed",
    "SIMPLE,      new,    SIMPLE,      other,  Only one simple hot copy at a time allowed",
  })
  void starts(
      HotCopyType running, String runningIn, HotCopyType started, String startedIn, String outcome)
      throws Exception {
    held.hold(unfinished(running, fixture.set(runningIn)));
    UUID first = fixture.start(running, fixture.set(runningIn)).hotCopyId();
    held.awaitHeld();

    Path set = fixture.set(startedIn);
    if (outcome.equals(ALLOWED)) {
      fixture.complete(started, set);
    } else {
      assertThatThrownBy(() -> fixture.start(started, set))
          .isInstanceOf(HotCopyRefusedException.class)
          .hasMessageContaining(outcome);
    }
    assertThat(fixture.hotCopies().status(first).orElseThrow().state())
        .isEqualTo(HotCopyState.RUNNING);

    held.release();
    assertThat(fixture.await(first).state()).isEqualTo(HotCopyState.COMPLETED);
  }

  private static Path unfinished(HotCopyType type, Path directory) {
    return switch (type) {
      case SIMPLE -> directory.resolveSibling(directory.getFileName() + ".incomplete");
      case FULL -> directory.resolve("tmp/full");
      case INCREMENTAL -> directory.resolve("tmp/1.inc");
      case JOURNAL -> directory.resolve("tmp/1.jnl");
    };
  }
}
