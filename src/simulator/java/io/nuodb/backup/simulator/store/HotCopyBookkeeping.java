package io.nuodb.backup.simulator.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.BooleanSupplier;

/**
 * What an archive remembers of its hot copies, in {@code hotcopy.dat}: journal hot copies go on
 * where they ended, across restarts and backup sets, and are suspended by a SYNC (NuoDB docs, Using
 * Journal Hot Copy).
 */
public final class HotCopyBookkeeping {
  private static final UUID NONE = new UUID(0, 0);

  /**
   * The file's content.
   *
   * @param newestSet the backup set that was initialized last
   * @param journalId the journal that was copied last
   * @param lastCopiedFile sequence of that journal's last file that was copied
   * @param suspended whether commits are missing between the newest element and the journal
   * @param journalHotCopy whether the archive was last served with journal hot copy enabled
   */
  private record Content(
      UUID newestSet,
      UUID journalId,
      long lastCopiedFile,
      boolean suspended,
      boolean journalHotCopy) {
    private static final Content INITIAL = new Content(NONE, NONE, 0, false, false);

    private Content withSuspended(boolean nowSuspended) {
      return new Content(newestSet, journalId, lastCopiedFile, nowSuspended, journalHotCopy);
    }
  }

  private final Path file;
  private Content content;

  private HotCopyBookkeeping(Path file, Content content) {
    this.file = file;
    this.content = content;
  }

  static HotCopyBookkeeping read(Path archive) throws IOException {
    Path file = archive.resolve(ArchiveLayout.HOT_COPY_FILE);
    if (!Files.exists(file)) {
      return new HotCopyBookkeeping(file, Content.INITIAL);
    }
    return SealedFile.read(
        file,
        in ->
            new HotCopyBookkeeping(
                file,
                new Content(
                    new UUID(in.readLong(), in.readLong()),
                    new UUID(in.readLong(), in.readLong()),
                    in.readLong(),
                    in.readBoolean(),
                    in.readBoolean())));
  }

  private void write(Content next) throws IOException {
    if (next.equals(content)) {
      return;
    }
    SealedFile.write(
        file,
        out -> {
          out.writeLong(next.newestSet().getMostSignificantBits());
          out.writeLong(next.newestSet().getLeastSignificantBits());
          out.writeLong(next.journalId().getMostSignificantBits());
          out.writeLong(next.journalId().getLeastSignificantBits());
          out.writeLong(next.lastCopiedFile());
          out.writeBoolean(next.suspended());
          out.writeBoolean(next.journalHotCopy());
        });
    content = next;
  }

  /**
   * Begins to serve the archive. Without journal hot copy its journal was reaped: enabled anew,
   * journal hot copies are suspended just as after a SYNC.
   *
   * @param hasCommits whether the archive holds commits that no journal holds any more
   */
  synchronized void serve(boolean journalHotCopy, boolean hasCommits) throws IOException {
    boolean enabledAnew = journalHotCopy && !content.journalHotCopy();
    write(
        new Content(
            content.newestSet(),
            content.journalId(),
            content.lastCopiedFile(),
            enabledAnew ? hasCommits : content.suspended(),
            journalHotCopy));
  }

  /** Whether journal files are kept until they were hot copied. */
  public synchronized boolean journalHotCopyEnabled() {
    return content.journalHotCopy();
  }

  /** Whether a full or incremental hot copy has to be completed before a journal hot copy. */
  public synchronized boolean isSuspended() {
    return content.suspended();
  }

  synchronized void suspend() throws IOException {
    write(content.withSuspended(true));
  }

  /**
   * A full or incremental hot copy is complete: it holds what the journal lacks, unless a SYNC has
   * begun another journal since, or is about to.
   *
   * @param endsInCurrentJournal asked while no SYNC can suspend journal hot copies
   */
  synchronized void completed(BooleanSupplier endsInCurrentJournal) throws IOException {
    if (endsInCurrentJournal.getAsBoolean()) {
      write(content.withSuspended(false));
    }
  }

  /** A full hot copy has initialized a backup set: it is the newest one from now on. */
  public synchronized void initialized(UUID setId) throws IOException {
    write(
        new Content(
            setId,
            content.journalId(),
            content.lastCopiedFile(),
            content.suspended(),
            content.journalHotCopy()));
  }

  /** Whether a backup set is the most recently initialized one of this archive. */
  public synchronized boolean isNewest(UUID setId) {
    return content.newestSet().equals(setId);
  }

  /** The journal's files up to this one are in a backup set. */
  synchronized void copied(UUID journalId, long lastFile) throws IOException {
    write(
        new Content(
            content.newestSet(),
            journalId,
            lastFile,
            content.suspended(),
            content.journalHotCopy()));
  }

  /** The journal's first file that has to be hot copied, although it may not exist yet. */
  synchronized long firstUncopied(UUID journalId) {
    return journalId.equals(content.journalId()) ? content.lastCopiedFile() + 1 : 1;
  }
}
