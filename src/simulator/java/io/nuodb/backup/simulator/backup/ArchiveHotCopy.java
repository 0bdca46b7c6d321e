package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.ArchiveLayout;
import io.nuodb.backup.simulator.store.AtomFile;
import io.nuodb.backup.simulator.store.CheckpointHold;
import io.nuodb.backup.simulator.store.Fingerprints;
import io.nuodb.backup.simulator.store.JournalCopy;
import io.nuodb.backup.simulator.store.Store;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/**
 * Copies an archive while commits go on: a simple, full or incremental hot copy. Atoms are copied
 * once, those changed meanwhile again, and the last few while checkpoints are held back: then the
 * journal since that checkpoint makes the copy the exact state after the last commit in it. The
 * root atom comes last: without it a directory is no archive.
 */
final class ArchiveHotCopy implements HotCopy {
  /** So few changed atoms are left to the moment in which checkpoints are held back. */
  private static final int FEW_ATOMS = 64;

  /** For a commit that another archive of the same command has already. */
  private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(60);

  private final HotCopyRun run;
  private final Store store;
  private final HotCopyTarget target;
  private final CopiedAtoms copied;

  private ArchiveHotCopy(HotCopyRun run, HotCopyTarget target) {
    this.run = run;
    this.store = run.store();
    this.target = target;
    this.copied = new CopiedAtoms(target.base());
  }

  static PreparedHotCopy to(HotCopyTarget target) {
    return new PreparedHotCopy(target, run -> new ArchiveHotCopy(run, target));
  }

  @Override
  public void run() throws IOException {
    run.progress().accept("Stage1: Copy atoms");
    copyAtoms(checkpointed(), true);
    copyDirtyAtoms();
    CopiedArchive archive;
    byte[] root;
    try (CheckpointHold hold = inTurn(store::holdCheckpoints)) {
      copyAtoms(hold.fingerprints(), false);
      root = AtomFile.read(store.archiveDirectory(), ArchiveLayout.ROOT_ATOM);
      copyState();
      hold.releaseAtoms();
      archive = copyJournal(hold);
    }
    target.describe(archive, run);
    target.sync();
    if (isOutdated(archive.fingerprints(), ArchiveLayout.ROOT_ATOM)) {
      run.files().replace(ArchiveLayout.atom(target.data(), ArchiveLayout.ROOT_ATOM), root);
    }
    run.complete(target);
    if (run.request().type().goesToABackupSet()) {
      store.archiveCopied(archive.journal());
    }
  }

  private Fingerprints checkpointed() throws IOException {
    return inTurn(
        () -> {
          store.checkpoint();
          return store.fingerprints();
        });
  }

  @FunctionalInterface
  private interface Checkpointing<T> {
    T run() throws IOException;
  }

  /** Another hot copy may hold checkpoints for long: a cancel ends the wait for it. */
  private <T> T inTurn(Checkpointing<T> checkpointing) throws IOException {
    try (Closeable _ = run.cancellation().interruptibly(store::awaitCheckpoints)) {
      return checkpointing.run();
    }
  }

  /**
   * Ends when few atoms are left, or when writes outrun the copy so that there will be no fewer.
   */
  private void copyDirtyAtoms() throws IOException {
    int before = Integer.MAX_VALUE;
    for (int iteration = 1; ; iteration++) {
      Fingerprints current = checkpointed();
      int dirty = copied.outdated(current).length;
      if (dirty <= FEW_ATOMS || dirty > before / 2) {
        return;
      }
      run.progress().accept("Stage1: Copy dirty atoms (iteration %d)".formatted(iteration));
      copyAtoms(current, true);
      before = dirty;
    }
  }

  private void copyAtoms(Fingerprints current, boolean paced) throws IOException {
    int[] atoms =
        Arrays.stream(copied.outdated(current))
            .filter(atomId -> atomId != ArchiveLayout.ROOT_ATOM)
            .toArray();
    ParallelAtoms.forEach(
        atoms,
        run.files(),
        (atomId, copier) -> {
          CopiedAtom atom = copier.copy(store.archiveDirectory(), target.data(), atomId);
          copied.add(atomId, atom.fingerprint());
          if (paced) {
            run.pacer().copied(atom.bytes());
          }
        });
  }

  private boolean isOutdated(Fingerprints current, int atomId) {
    return Arrays.stream(copied.outdated(current)).anyMatch(outdated -> outdated == atomId);
  }

  private void copyState() throws IOException {
    Path state = store.archiveDirectory().resolve(ArchiveLayout.STATE_FILE);
    run.files().write(target.data().resolve(ArchiveLayout.STATE_FILE), Files.readAllBytes(state));
  }

  /** The atoms need no hold any more: agreeing may take as long as the slowest archive's copy. */
  private CopiedArchive copyJournal(CheckpointHold hold) throws IOException {
    run.progress().accept("Stage1: Copy journal");
    long end = run.cancellation().interruptibly(this::agreedEnd);
    Instant endTime = run.now();
    JournalCopy journal =
        hold.journalThrough(end)
            .copyTo((path, content) -> run.files().writeBelow(target.journal(), path, content));
    return new CopiedArchive(hold.fingerprints(), journal, endTime);
  }

  private long agreedEnd() throws IOException, InterruptedException {
    long end = run.coordination().agreeOnEnd(store.lastSequence());
    store.awaitCommit(end, COMMIT_TIMEOUT);
    return end;
  }
}
