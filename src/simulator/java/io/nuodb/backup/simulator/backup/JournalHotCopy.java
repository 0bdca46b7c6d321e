package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.JournalCopy;
import io.nuodb.backup.simulator.store.JournalStretch;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.time.Instant;

/**
 * Copies the journal files that no journal hot copy has copied (NuoDB docs, Using Journal Hot
 * Copy), and lets them go when they are in the backup set. It touches no atom, so that its cost is
 * that of the journal alone.
 */
final class JournalHotCopy implements HotCopy {
  private final HotCopyRun run;
  private final ElementTarget target;

  JournalHotCopy(HotCopyRun run, ElementTarget target) {
    this.run = run;
    this.target = target;
  }

  @Override
  public void run() throws IOException {
    run.progress().accept("Stage1: Copy journal");
    Store store = run.store();
    JournalStretch uncopied = store.uncopiedJournal();
    Instant endTime = run.now();
    JournalCopy copy =
        uncopied.copyTo(
            (path, content) -> {
              run.files().writeBelow(target.journal(), path, content);
              run.pacer().copied(content.length);
            });
    target.describe(copy, endTime, run);
    target.sync();
    run.complete(target);
    store.journalCopied(copy); // a crash before makes the next element begin with these files, too
  }
}
