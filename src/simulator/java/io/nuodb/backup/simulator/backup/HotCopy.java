package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.CheckpointHold;
import io.nuodb.backup.simulator.store.FileSystemSync;
import io.nuodb.backup.simulator.store.FingerprintFiles;
import io.nuodb.backup.simulator.store.Fingerprints;
import io.nuodb.backup.simulator.store.JournalCopy;
import io.nuodb.backup.simulator.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;

/**
 * Copies an archive into a backup set while commits go on. Atoms are copied once, those changed
 * meanwhile again, and the last few while checkpoints are held back: then the journal since that
 * checkpoint makes the element the exact state after the last commit in it.
 */
final class HotCopy {
  /** So few changed atoms are left to the moment in which checkpoints are held back. */
  private static final int FEW_ATOMS = 64;

  private final Store store;
  private final Clock clock;
  private final HotCopyRequest request;
  private final Instant startTime;
  private final HotCopyTarget target;
  private final Pacer pacer;
  private final Consumer<String> progress;
  private final CopiedAtoms copied;

  HotCopy(
      Store store,
      Clock clock,
      HotCopyRequest request,
      Instant startTime,
      HotCopyTarget target,
      Pacer pacer,
      Consumer<String> progress) {
    this.store = store;
    this.clock = clock;
    this.request = request;
    this.startTime = startTime;
    this.target = target;
    this.pacer = pacer;
    this.progress = progress;
    this.copied = new CopiedAtoms(target.base());
  }

  void run() throws IOException {
    progress.accept("Stage1: Copy atoms");
    copyAtoms(checkpointed(), true);
    copyDirtyAtoms();
    BackupElementState element = copyRest();
    Files.writeString(target.unfinished().stateFile(), StateXml.of(element));
    complete();
  }

  private Fingerprints checkpointed() throws IOException {
    store.checkpoint();
    return store.fingerprints();
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
      progress.accept("Stage1: Copy dirty atoms (iteration %d)".formatted(iteration));
      copyAtoms(current, true);
      before = dirty;
    }
  }

  private BackupElementState copyRest() throws IOException {
    try (CheckpointHold hold = store.holdCheckpoints()) {
      copyAtoms(hold.fingerprints(), false);
      progress.accept("Stage1: Copy journal");
      Instant endTime = clock.instant().truncatedTo(ChronoUnit.SECONDS);
      JournalCopy journal = hold.copyJournal(target.unfinished().data());
      FingerprintFiles.write(target.unfinished().control(), hold.fingerprints());
      return new BackupElementState(
          request.hotCopyId(),
          request.type(),
          target.set(),
          journal.endSequence(),
          journal.firstCopiedFile(),
          journal.lastCopiedFile(),
          startTime,
          endTime);
    }
  }

  private void copyAtoms(Fingerprints current, boolean paced) throws IOException {
    ParallelAtoms.forEach(
        copied.outdated(current),
        (atomId, copier) -> {
          CopiedAtom atom =
              copier.copy(store.archiveDirectory(), target.unfinished().data(), atomId);
          copied.add(atomId, atom.fingerprint());
          if (paced) {
            pacer.copied(atom.bytes());
          }
        });
  }

  private void complete() throws IOException {
    FileSystemSync.sync(target.layout().directory());
    pacer.check();
    Files.move(
        target.unfinished().directory(),
        target.completed().directory(),
        StandardCopyOption.ATOMIC_MOVE);
    FileSystemSync.syncDirectory(target.layout().directory());
    FileSystemSync.syncDirectory(target.layout().temporary());
  }
}
