package io.nuodb.backup.simulator.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.nuodb.backup.simulator.backup.HotCopyState;
import io.nuodb.backup.simulator.backup.HotCopyType;
import io.nuodb.backup.simulator.store.JournalElements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** What ended hot copies leave on disk, compared with what they should, and kept in the model. */
final class Elements {
  private static final Pattern COMMIT_SEQUENCE = Pattern.compile("<CommitSequence>(\\d+)");

  private final ModelTransactions transactions;

  Elements(ModelTransactions transactions) {
    this.transactions = transactions;
  }

  /**
   * Checks an ended hot copy.
   *
   * @param remembered whether the archive knows afterwards that it completed
   */
  void ended(RunningHotCopy hotCopy, HotCopyState state, boolean remembered) throws IOException {
    if (hotCopy.type == HotCopyType.SIMPLE) {
      simpleEnded(hotCopy, state);
      return;
    }
    String name = name(hotCopy);
    assertThat(Files.exists(hotCopy.set.directory.resolve(name)))
        .as("whether element %s is in its place", name)
        .isEqualTo(state == HotCopyState.COMPLETED);
    if (state == HotCopyState.CANCELLED) {
      assertThat(hotCopy.set.directory.resolve("tmp").resolve(name)).doesNotExist();
    }
    if (state == HotCopyState.COMPLETED) {
      completed(hotCopy, hotCopy.set.directory.resolve(name), remembered);
    }
  }

  private void simpleEnded(RunningHotCopy hotCopy, HotCopyState state) throws IOException {
    if (state == HotCopyState.COMPLETED) {
      NuoArchiveRun.assertArchive(hotCopy.destination, transactions.rowsAt(hotCopy.meeting.end()));
    } else {
      assertThat(hotCopy.destination).doesNotExist();
    }
  }

  private static String name(RunningHotCopy hotCopy) {
    return switch (hotCopy.type) {
      case FULL -> "full";
      case INCREMENTAL -> hotCopy.set.bases.size() + ".inc";
      default -> hotCopy.set.journals.size() + 1 + ".jnl";
    };
  }

  private static void completed(RunningHotCopy hotCopy, Path element, boolean remembered)
      throws IOException {
    ModelArchive archive = hotCopy.storageManager.model;
    String state = Files.readString(element.resolve("control/state.xml"));
    long end = Long.parseLong(find(COMMIT_SEQUENCE, state));
    if (hotCopy.type == HotCopyType.JOURNAL) {
      assertThat(end).as("end of " + hotCopy).isEqualTo(hotCopy.begin);
      assertThat(JournalElements.sequences(element.resolve("data"), journalOf(hotCopy)))
          .as("commits in " + hotCopy)
          .isEqualTo(LongStream.rangeClosed(archive.journalCopied + 1, end).boxed().toList());
      hotCopy.set.journals.add(
          new ModelSet.Journal(hotCopy.id, archive.journal, archive.journalCopied + 1, end, true));
      archive.journalCopied = remembered ? end : archive.journalCopied;
    } else {
      assertThat(end).as("end of " + hotCopy).isEqualTo(hotCopy.meeting.end());
      hotCopy.set.bases.add(new ModelSet.Base(hotCopy.id, archive.journal, end));
      archive.suspended &= !remembered;
    }
  }

  private static UUID journalOf(RunningHotCopy hotCopy) throws IOException {
    return JournalElements.journalOf(hotCopy.storageManager.directory());
  }

  private static String find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
