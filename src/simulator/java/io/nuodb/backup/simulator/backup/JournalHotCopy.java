package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.JournalCopy;
import io.nuodb.backup.simulator.store.JournalStretch;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;

/**
 * Copies the journal files that no journal hot copy has copied (NuoDB docs, Using Journal Hot
 * Copy), and lets them go when they are in the backup set. It touches no atom, so that its cost is
 * that of the journal alone.
 */
final class JournalHotCopy implements HotCopy {
  private final HotCopyRun run;
  private final ElementTarget target;
  private final JournalStretch uncopied;

  private JournalHotCopy(HotCopyRun run, ElementTarget target, JournalStretch uncopied) {
    this.run = run;
    this.target = target;
    this.uncopied = uncopied;
  }

  /**
   * Takes what is to be copied and prepares the element. A SYNC that comes later takes these files
   * away, but puts none of the journal that it begins in their place.
   *
   * @throws HotCopyRefusedException when journal hot copy is not enabled or suspended, or the set
   *     does not fit
   */
  static PreparedHotCopy prepare(HotCopyRequest request, Store store)
      throws HotCopyRefusedException {
    if (!store.hotCopyBookkeeping().journalHotCopyEnabled()) {
      throw Refusals.journalHotCopyNotEnabled();
    }
    JournalStretch uncopied = uncopied(store);
    ElementTarget target = ElementTarget.journal(request, store);
    return new PreparedHotCopy(target, run -> new JournalHotCopy(run, target, uncopied));
  }

  private static JournalStretch uncopied(Store store) throws HotCopyRefusedException {
    try {
      return store.uncopiedJournal().orElseThrow(Refusals::journalHotCopySuspended);
    } catch (IOException e) {
      throw Refusals.cannotRollJournal(FailureText.inFile(e, ""));
    }
  }

  @Override
  public void run() throws IOException {
    run.progress().accept("Stage1: Copy journal");
    JournalCopy copy =
        uncopied.copyTo(
            (path, content) -> {
              run.files().writeBelow(target.journal(), path, content);
              run.pacer().copied(content.length);
            });
    target.describe(copy, run.startTime(), run); // since then commits go into later files
    target.sync();
    run.complete(target);
    run.store()
        .journalCopied(copy); // a crash before makes the next element begin with these files, too
  }
}
