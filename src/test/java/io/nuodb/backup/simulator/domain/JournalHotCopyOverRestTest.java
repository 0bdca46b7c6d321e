package io.nuodb.backup.simulator.domain;

import static io.nuodb.backup.simulator.domain.HotCopyDomain.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.nuodb.backup.simulator.domain.http.HttpError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Journal hot copies over REST, and what suspends them. */
class JournalHotCopyOverRestTest {
  private static final String REFUSED =
      "Failure while performing hot-copy: Error while sending engine request: ";
  private static final String SUSPENDED =
      REFUSED + "Full or incremental hot copy must be completed before journal hot copy";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private HotCopyDomain hotCopies;

  @BeforeEach
  void startDomain(@TempDir Path root) throws Exception {
    hotCopies = new HotCopyDomain(root);
  }

  @AfterEach
  void stopDomain() throws Exception {
    hotCopies.close();
  }

  @Test
  void aJournalHotCopyRestoresToATransaction() throws Exception {
    hotCopies.startStorageManager(0);
    insert(1);
    hotCopies.complete("full", "a", 0);
    insert(2);
    long second = insert(3);
    insert(4);
    hotCopies.complete("journal", "a", 0);
    assertThat(
            hotCopies.restored(hotCopies.set("a", 0), "--restore-snapshot", String.valueOf(second)))
        .containsExactly("foo\t1\tx", "foo\t2\tx", "foo\t3\tx");
  }

  @Test
  void theStartOptionIsNeeded() throws Exception {
    hotCopies.domain.startAndAwaitRunning("sm-0");
    insert(1);
    hotCopies.complete("full", "a", 0);
    assertThat(refusal(() -> hotCopies.start("journal", "a", 0)))
        .isEqualTo(REFUSED + "Journal hot copy requires journal-hot-copy to be enabled");
  }

  @Test
  void synchronizationSuspendsJournalHotCopyUntilAnIncrementalCompletes() throws Exception {
    hotCopies.startStorageManager(0);
    hotCopies.startStorageManager(1);
    insert(1);
    hotCopies.complete("full", "a", 1);
    hotCopies.complete("journal", "a", 1);

    hotCopies.post(1, "/leave");
    await().atMost(PATIENCE).until(() -> refusalOrNothing().equals(SUSPENDED));
    assertThat(refusal(() -> hotCopies.start("journal", "a", 0, 1))).isEqualTo(SUSPENDED);
    hotCopies.complete("incremental", "a", 1);
    long restored = insert(2);
    hotCopies.complete("journal", "a", 1);
    assertThat(
            hotCopies.restored(
                hotCopies.set("a", 1), "--restore-snapshot", String.valueOf(restored)))
        .isEqualTo(hotCopies.domain.liveRows());
  }

  /** The text of a refusal; empty when the journal hot copy came before the synchronization. */
  private String refusalOrNothing() throws IOException {
    try {
      hotCopies.awaitEnd(hotCopies.start("journal", "a", 1));
      return "";
    } catch (HttpError e) {
      return e.getMessage();
    }
  }

  private long insert(long key) throws IOException {
    long transaction = hotCopies.database.begin();
    hotCopies.database.write(transaction, "foo", Map.of(key, "x"));
    hotCopies.database.commit(transaction);
    return transaction;
  }
}
