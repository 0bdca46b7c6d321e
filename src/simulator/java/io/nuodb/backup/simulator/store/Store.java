package io.nuodb.backup.simulator.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
  private final CheckpointThread checkpointThread;

  private volatile AtomCatalog catalog;
  private Tables tables;
  private Journal journal;
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
    FileTree.delete(archive.resolve(ArchiveLayout.TEMPORARY_DIRECTORY));
    ArchiveFiles.deleteOtherJournals(journalDirectory(), state.journalId());
    if (state.needsSync()) {
      catalog = new AtomCatalog(archive, ArchiveFiles.readAllFingerprints(archive), observer);
      tables = noTables();
    } else {
      recover();
    }
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
            archive, journalDirectory(), settings.pageCacheBytes(), settings.atomBytes());
    state = recovered.state();
    if (recovered.tornFile().isPresent()) {
      ArchiveFiles.mendJournal(recovered.tornFile().get(), recovered.tornLength());
    }
    tables = recovered.tables();
    Fingerprints fingerprints = ArchiveFiles.mendFingerprints(archive, tables.firstNewAtomId());
    catalog = new AtomCatalog(archive, fingerprints, observer);
    journal = openJournal();
  }

  private Journal openJournal() throws IOException {
    return Journal.open(
        ArchiveLayout.journalFiles(journalDirectory(), state.journalId()),
        settings.journalFileBytes());
  }

  private Tables noTables() {
    ArchiveState nothing = state.atCheckpoint(0, 0);
    return new Tables(
        archive, new Directory(), nothing, settings.pageCacheBytes(), settings.atomBytes());
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
    } catch (IOException | RuntimeException e) {
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
    } finally {
      commits.unlock();
    }
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
      firstJournalFile = journal.roll();
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
      journal.reap(firstJournalFile);
    } catch (IOException | RuntimeException e) {
      fail(e);
      throw e;
    }
    state = next;
    commits.lock();
    try {
      synchronized (memory) {
        tables.endWriting();
      }
      roomForChanges.signalAll();
    } finally {
      commits.unlock();
    }
    return firstJournalFile;
  }

  /** Completes a checkpoint and lets no further one begin until the hold is closed. */
  public CheckpointHold holdCheckpoints() throws IOException {
    checkpoints.lock();
    try {
      return new CheckpointHold(this, runCheckpoint());
    } catch (IOException | RuntimeException e) {
      checkpoints.unlock();
      throw e;
    }
  }

  void releaseCheckpoints() {
    checkpoints.unlock();
  }

  JournalCopy copyJournal(Path dataDirectory, long firstFile) throws IOException {
    JournalPosition end;
    long endSequence;
    commits.lock();
    try {
      end = journal.position();
      endSequence = tables.lastSequence();
    } finally {
      commits.unlock();
    }
    Files.copy(
        archive.resolve(ArchiveLayout.STATE_FILE), dataDirectory.resolve(ArchiveLayout.STATE_FILE));
    Path target =
        ArchiveLayout.journalFiles(ArchiveLayout.journal(dataDirectory), state.journalId());
    Files.createDirectories(target);
    for (JournalFile file : JournalFile.list(journal.directory())) {
      if (file.sequence() >= firstFile && file.sequence() <= end.fileSequence()) {
        boolean last = file.sequence() == end.fileSequence();
        long bytes = last ? end.offset() : Files.size(file.path());
        ArchiveFiles.copyJournalFile(file, bytes, target);
      }
    }
    return new JournalCopy(endSequence, firstFile, end.fileSequence());
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
      synchronized (memory) {
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
