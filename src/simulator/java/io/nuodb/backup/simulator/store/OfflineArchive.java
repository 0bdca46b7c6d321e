package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An archive that no storage manager uses, while commits are added to it. There is no journal: what
 * a crash leaves is of no use. Memory is bounded by the page cache, whatever is added. Not
 * thread-safe.
 */
public final class OfflineArchive {
  /** Share of the page cache that changed atoms may take before they are written. */
  private static final double WRITE_SHARE = 0.5;

  private final StoreSettings settings;
  private final AtomCatalog catalog;
  private final Tables tables;
  private ArchiveState state;

  private OfflineArchive(Path archive, StoreSettings settings) throws IOException {
    this.settings = settings;
    this.state = ArchiveState.read(archive);
    this.catalog = new AtomCatalog(archive, FingerprintFiles.read(archive), WriteObserver.NONE);
    this.tables =
        new Tables(
            archive,
            Directory.decode(AtomFile.read(archive, ArchiveLayout.ROOT_ATOM)),
            state,
            settings.pageCacheBytes(),
            settings.atomBytes());
  }

  /** Opens an archive as its atoms are: a journal beside them is not looked at. */
  public static OfflineArchive open(Path archive, StoreSettings settings) throws IOException {
    return new OfflineArchive(archive, settings);
  }

  /** The last commit in the archive, 0 before the first. */
  public long lastSequence() {
    return tables.lastSequence();
  }

  /** Adds a transaction behind the last commit, whatever its own place in the commit order was. */
  public void add(Commit commit) throws IOException {
    long last = tables.lastSequence();
    tables.apply(
        new Commit(
            commit.transactionId(),
            last + 1,
            Math.min(commit.snapshotSequence(), last),
            commit.commitTime(),
            commit.changes()));
    if (tables.changedBytes() > settings.pageCacheBytes() * WRITE_SHARE) {
      write();
    }
  }

  /** Brings everything that was added into the atoms; durable on return. */
  public void write() throws IOException {
    List<AtomImage> images = tables.beginWriting();
    state = state.atCheckpoint(tables.lastSequence(), tables.lastTransactionId());
    catalog.write(images, state);
    tables.endWriting();
  }
}
