package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A storage manager's archive and journal. A commit is durable when {@link #apply} returns: it is
 * in the journal then, and reaches its atoms with a later checkpoint. There is no orderly shutdown
 * that would matter: every open recovers.
 *
 * <p>Threads: commits come from one thread at a time, everything else from any. Locks are taken in
 * the order checkpoints, commits, memory.
 */
public final class Store implements Closeable {
  /** Share of the page cache that changed atoms may take before a checkpoint begins. */
  private static final double CHECKPOINT_SHARE = 0.4;

  /** Share of the page cache from which on commits wait for the running checkpoint. */
  private static final double WAIT_SHARE = 0.7;

  private final Path archive;
  private final StoreSettings settings;
  private final ArchiveLock lock;
  private final UUID archiveUid;
  private final WriteObserver observer;
  private final ReentrantLock checkpoints = new ReentrantLock();
  private final ReentrantLock commits = new ReentrantLock();
  private final Condition roomForChanges = commits.newCondition();
  private final Object memory = new Object();
  private final Condition applied = commits.newCondition();
  private final HotCopyBookkeeping bookkeeping;
  private final CheckpointThread checkpointThread;

  private volatile AtomCatalog catalog;
  private Tables tables;
  private Journal journal;
  private volatile JournalReaper reaper;
  private volatile ArchiveState state;
  private volatile Membership membership;
  private volatile Throwable failure;

  private Store(Path archive, StoreSettings settings, ArchiveLock lock, WriteObserver observer)
      throws IOException {
    this.archive = archive;
    this.settings = settings;
    this.lock = lock;
    this.observer = observer;
    ArchiveFiles.createIfAbsent(archive, settings);
    archiveUid = ArchiveIdentity.read(archive);
    state = ArchiveState.read(archive);
    requireDatabase(state.databaseId());
    membership = MembershipFile.read(archive);
    bookkeeping = HotCopyBookkeeping.read(archive);
    FileTree.delete(archive.resolve(ArchiveLayout.TEMPORARY_DIRECTORY));
    ArchiveFiles.deleteOtherJournals(journalDirectory(), state.journalId());
    if (state.needsSync()) {
      catalog = new AtomCatalog(archive, ArchiveFiles.readAllFingerprints(archive), observer);
      tables = noTables();
    } else {
      recover();
    }
    bookkeeping.serve(settings.journalHotCopy(), needsSync() || lastSequence() > 0);
    checkpointThread = new CheckpointThread(this);
  }

  /**
   * Opens an archive, creating it in a directory that is empty or absent, and recovers every commit
   * that was acknowledged before a crash.
   *
   * @throws IOException when somebody else uses the archive, it belongs to another database, or a
   *     file is damaged ({@link DamagedFileException} names it)
   */
  public static Store open(Path archive, StoreSettings settings) throws IOException {
    return open(archive, settings, WriteObserver.NONE);
  }

  static Store open(Path archive, StoreSettings settings, WriteObserver observer)
      throws IOException {
    Files.createDirectories(archive);
    ArchiveLock lock = ArchiveLock.exclusive(archive);
    try {
      return new Store(archive, settings, lock, observer);
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * The database that an archive belongs to, a restored one too; empty when the directory holds no
   * archive.
   */
  public static Optional<UUID> databaseIdOf(Path archive) throws IOException {
    return Files.exists(archive.resolve(ArchiveLayout.ROOT_ATOM_FILE))
        ? Optional.of(ArchiveState.read(archive).databaseId())
        : Optional.empty();
  }

  private void recover() throws IOException {
    RecoveredArchive recovered =
        RecoveredArchive.read(
            archive, journalDirectory(), settings.pageCacheBytes(), settings.atomBytes(), spill());
    state = recovered.state();
    if (recovered.tornFile().isPresent()) {
      ArchiveFiles.mendJournal(recovered.tornFile().get(), recovered.tornLength());
    }
    tables = recovered.tables();
    Fingerprints fingerprints = ArchiveFiles.mendFingerprints(archive, tables.firstNewAtomId());
    catalog = new AtomCatalog(archive, fingerprints, observer);
    openJournal();
  }

  private void openJournal() throws IOException {
    UUID journalId = state.journalId();
    Path directory = ArchiveLayout.journalFiles(journalDirectory(), journalId);
    journal = Journal.open(directory, settings.journalFileBytes(), settings.faults());
    reaper = new JournalReaper(directory, () -> firstUncopied(journalId));
  }

  private long firstUncopied(UUID journalId) {
    return settings.journalHotCopy() ? bookkeeping.firstUncopied(journalId) : Long.MAX_VALUE;
  }

  private Tables noTables() {
    ArchiveState nothing = state.atCheckpoint(0, 0);
    return new Tables(
        id -> AtomFile.read(archive, id),
        new Directory(),
        nothing,
        settings.pageCacheBytes(),
        settings.atomBytes(),
        spill());
  }

  private SpilledAtoms spill() {
    Path temporary = archive.resolve(ArchiveLayout.TEMPORARY_DIRECTORY);
    return new SpilledAtoms(temporary.resolve(UUID.randomUUID().toString()));
  }

  private Path journalDirectory() {
    return settings.journalDirectory().orElse(ArchiveLayout.journal(archive));
  }

  private void requireDatabase(UUID found) throws IOException {
    if (!found.equals(settings.databaseId())) {
      throw new IOException(
          "Archive \"%s\" doesn't match database.  Expected UUID %s, got %s."
              .formatted(archive, settings.databaseId(), found));
    }
  }

  /** Applies one commit, see {@link #applyAll}. */
  public void apply(Commit commit) throws IOException {
    applyAll(List.of(commit));
  }

  /**
   * Applies commits in the domain-wide order; they are durable on return, with one flush for all.
   *
   * @throws IllegalArgumentException when a commit does not follow the last one
   * @throws IllegalStateException when the archive needs SYNC, or the store has failed or is closed
   * @throws IOException when the journal cannot be written; the store has then failed and has to be
   *     opened anew
   */
  public void applyAll(List<Commit> group) throws IOException {
    if (group.isEmpty()) {
      return;
    }
    commits.lock();
    try {
      requireUsable();
      while (tables.changedBytes() > settings.pageCacheBytes() * WAIT_SHARE) {
        checkpointThread.request();
        roomForChanges.awaitUninterruptibly();
        requireUsable();
      }
      requireOrder(group);
      append(group);
      applied.signalAll();
      if (tables.changedBytes() > settings.pageCacheBytes() * CHECKPOINT_SHARE) {
        checkpointThread.request();
      }
    } finally {
      commits.unlock();
    }
  }

  private void append(List<Commit> group) throws IOException {
    try {
      journal.append(group);
      synchronized (memory) {
        for (Commit commit : group) {
          tables.apply(commit);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
  }

  private void requireOrder(List<Commit> group) {
    long expected = tables.lastSequence() + 1;
    for (Commit commit : group) {
      if (commit.sequence() != expected) {
        throw new IllegalArgumentException(
            "Commit %d came where commit %d was due".formatted(commit.sequence(), expected));
      }
      expected++;
    }
  }

  private void requireUsable() {
    if (failure != null) {
      throw new IllegalStateException("Archive " + archive + " has failed", failure);
    }
    if (state.needsSync()) {
      throw new IllegalStateException("Archive " + archive + " needs SYNC");
    }
  }

  /** Ends all use: what is in memory may no longer be what is on disk. */
  void fail(Throwable cause) {
    failure = cause;
    commits.lock();
    try {
      roomForChanges.signalAll();
      applied.signalAll();
    } finally {
      commits.unlock();
    }
  }

  /** Whether the store cannot be used until it is opened anew. */
  public boolean hasFailed() {
    return failure != null;
  }

  /**
   * Whether a SYNC was begun and not ended: the archive holds no usable state until {@link
   * #synchronizeFrom} succeeds.
   */
  public boolean needsSync() {
    return state.needsSync();
  }

  /** 0 before the first commit and while SYNC is needed. */
  public long lastSequence() {
    synchronized (memory) {
      return tables.lastSequence();
    }
  }

  /** The highest id among the transactions that committed, 0 before the first. */
  public long lastTransactionId() {
    synchronized (memory) {
      return tables.lastTransactionId();
    }
  }

  /** Empty when there is no such row or table. */
  public Optional<String> row(String table, long key) throws IOException {
    synchronized (memory) {
      return tables.row(table, key);
    }
  }

  /** Ascending by key; none when there is no such table. */
  public List<Row> rows(String table, long fromKey, int limit) throws IOException {
    synchronized (memory) {
      return tables.rows(table, fromKey, limit);
    }
  }

  /** Also those that have lost all their rows: a table never goes. */
  public SortedSet<String> tables() {
    synchronized (memory) {
      return new TreeSet<>(tables.tables());
    }
  }

  /** The archive's own UUID, which a restored or copied archive does not share. */
  public UUID archiveUid() {
    return archiveUid;
  }

  public UUID databaseId() {
    return settings.databaseId();
  }

  public Path archiveDirectory() {
    return archive;
  }

  public StoreSettings settings() {
    return settings;
  }

  /** As of the last completed checkpoint, not of the last commit. */
  public Fingerprints fingerprints() {
    return catalog.fingerprints();
  }

  /** Brings every commit so far into the atoms on disk, while further commits go on. */
  public void checkpoint() throws IOException {
    checkpoints.lock();
    try {
      runCheckpoint();
    } finally {
      checkpoints.unlock();
    }
  }

  /** Gives the first journal file with commits that the atoms on disk do not have. */
  private long runCheckpoint() throws IOException {
    List<AtomImage> images;
    ArchiveState next;
    long firstJournalFile;
    commits.lock();
    try {
      requireUsable();
      firstJournalFile = rollJournal();
      synchronized (memory) {
        next = state.atCheckpoint(tables.lastSequence(), tables.lastTransactionId());
        images = tables.beginWriting();
      }
    } finally {
      commits.unlock();
    }
    try {
      if (!images.isEmpty() || !next.equals(state)) {
        catalog.write(images, next);
      }
      reaper.checkpointed(firstJournalFile);
      state = next;
      endWriting();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
      throw e;
    }
    return firstJournalFile;
  }

  private void endWriting() throws IOException {
    commits.lock();
    try {
      synchronized (memory) {
        tables.endWriting();
      }
      roomForChanges.signalAll();
    } finally {
      commits.unlock();
    }
  }

  /** Gives the journal file that begins with the next commit. */
  private long rollJournal() throws IOException {
    try {
      return journal.roll();
    } catch (IOException | RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  /** Completes a checkpoint and lets no further one begin until the hold releases its atoms. */
  public CheckpointHold holdCheckpoints() throws IOException {
    checkpoints.lock();
    try {
      long firstFile = runCheckpoint();
      return new CheckpointHold(this, fingerprints(), state, firstFile, reaper.hold(firstFile));
    } catch (IOException | RuntimeException e) {
      checkpoints.unlock();
      throw e;
    }
  }

  /**
   * Waits until no checkpoint runs and none is held back, and keeps others from running one until
   * the turn is closed, by the same thread. Only the wait ends when the thread is interrupted: an
   * interrupt during a checkpoint would close its files.
   */
  public Closeable awaitCheckpoints() throws InterruptedException {
    checkpoints.lockInterruptibly();
    return checkpoints::unlock;
  }

  void releaseCheckpoints() {
    checkpoints.unlock();
  }

  JournalStretch journalThrough(long endSequence, ArchiveState since, long firstFile)
      throws IOException {
    Path directory = ArchiveLayout.journalFiles(journalDirectory(), since.journalId());
    commits.lock();
    try {
      requireUsable();
      List<JournalFile> files =
          JournalFile.list(directory).stream()
              .filter(file -> file.sequence() >= firstFile)
              .toList();
      OptionalLong before = OptionalLong.of(since.checkpointSequence());
      return new JournalStretch(
          since.journalId(), files, journal.bytes(), firstFile, before, endSequence);
    } finally {
      commits.unlock();
    }
  }

  /**
   * Waits until the store has a commit that others have already.
   *
   * @throws IOException when it does not come in time
   */
  public void awaitCommit(long sequence, Duration timeout)
      throws IOException, InterruptedException {
    commits.lock();
    try {
      long remaining = timeout.toNanos();
      while (tables.lastSequence() < sequence) {
        requireUsable();
        if (remaining <= 0) {
          throw new IOException("Commit %d did not come in time".formatted(sequence));
        }
        remaining = applied.awaitNanos(remaining);
      }
    } finally {
      commits.unlock();
    }
  }

  /** What the archive remembers of its hot copies. */
  public HotCopyBookkeeping hotCopyBookkeeping() {
    return bookkeeping;
  }

  /**
   * Begins a new journal file, and gives all files before it that no journal hot copy has copied:
   * with journal hot copy enabled they stay until {@link #journalCopied}, or until a SYNC.
   *
   * @return empty while journal hot copies are suspended
   */
  public Optional<JournalStretch> uncopiedJournal() throws IOException {
    commits.lock();
    try {
      requireUsable();
      if (bookkeeping.isSuspended()) {
        return Optional.empty();
      }
      long current = rollJournal();
      UUID journalId = state.journalId();
      long firstUncopied = bookkeeping.firstUncopied(journalId);
      List<JournalFile> files =
          JournalFile.list(journal.directory()).stream()
              .filter(file -> file.sequence() >= firstUncopied && file.sequence() < current)
              .toList();
      long firstFile = files.isEmpty() ? current : files.getFirst().sequence();
      long lastBytes = files.isEmpty() ? 0 : Files.size(files.getLast().path());
      return Optional.of(
          new JournalStretch(
              journalId, files, lastBytes, firstFile, OptionalLong.empty(), tables.lastSequence()));
    } finally {
      commits.unlock();
    }
  }

  /**
   * The journal files of a journal hot copy are in a backup set: they may go.
   *
   * @throws IOException when that cannot be recorded; the store has then failed
   */
  public void journalCopied(JournalCopy copy) throws IOException {
    try {
      bookkeeping.copied(copy.journalId(), copy.lastCopiedFile());
      observer.stepDone();
      reaper.reap();
    } catch (IOException | RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  /**
   * A full or incremental hot copy that ends with this journal is complete in its backup set.
   *
   * @throws IOException when that cannot be recorded; the store has then failed
   */
  public void archiveCopied(JournalCopy copy) throws IOException {
    try {
      bookkeeping.completed(
          () -> {
            ArchiveState now = state;
            return !now.needsSync() && now.journalId().equals(copy.journalId());
          });
    } catch (IOException | RuntimeException e) {
      fail(e);
      throw e;
    }
  }

  /** Who took part in the last commits, as last recorded. */
  public Membership membership() {
    return membership;
  }

  /** Records who takes part in commits from now on; durable on return. */
  public void recordMembership(Membership recorded) throws IOException {
    MembershipFile.write(archive, recorded);
    membership = recorded;
  }

  /**
   * Completes a checkpoint and returns it as a source for another archive's SYNC. It stays readable
   * until it is closed, while commits and checkpoints go on here.
   */
  public AtomSource pinForSync() throws IOException {
    checkpoints.lock();
    try {
      runCheckpoint();
      return PinnedAtoms.pin(archive, catalog, state, membership);
    } finally {
      checkpoints.unlock();
    }
  }

  /**
   * Makes this archive's content that of the source (SYNC), fetching only atoms that differ. Until
   * it is complete the archive is marked as needing SYNC, across crashes too; it can be repeated.
   * Journal hot copies are suspended from then on: the journal so far ends, copied or not.
   *
   * @throws IOException when the source belongs to another database, cannot be read, or the archive
   *     cannot be written
   */
  public void synchronizeFrom(AtomSource source) throws IOException {
    requireDatabase(source.databaseId());
    checkpoints.lock();
    commits.lock();
    try {
      state = state.inSync();
      state.write(archive);
      observer.stepDone();
      bookkeeping.suspend();
      observer.stepDone();
      synchronized (memory) {
        tables.close();
        tables = noTables();
      }
      catalog.replaceBy(source);
      recordMembership(source.membership());
      beginJournal(source);
    } finally {
      commits.unlock();
      checkpoints.unlock();
    }
  }

  private void beginJournal(AtomSource source) throws IOException {
    if (journal != null) {
      journal.close();
    }
    ArchiveState synchronizedState =
        new ArchiveState(
            settings.databaseName(),
            settings.databaseId(),
            UUID.randomUUID(),
            source.sequence(),
            source.lastTransactionId(),
            false);
    synchronizedState.write(archive);
    observer.stepDone();
    ArchiveFiles.deleteOtherJournals(journalDirectory(), synchronizedState.journalId());
    synchronized (memory) {
      recover();
    }
  }

  /** Stops using the archive. Changes that are only in the journal stay there. */
  @Override
  public void close() throws IOException {
    checkpointThread.close();
    checkpoints.lock();
    commits.lock();
    try {
      fail(new IllegalStateException("closed"));
      tables.close();
      if (journal != null) {
        journal.close();
      }
    } finally {
      commits.unlock();
      checkpoints.unlock();
      lock.close();
    }
  }
}
