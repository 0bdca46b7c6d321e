package io.nuodb.backup.simulator.store;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Commits as the journal holds them. */
final class CommitCodec {
  private static final int DELETED = -1;

  private CommitCodec() {}

  static byte[] encode(List<Commit> commits) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(commits.size());
      for (Commit commit : commits) {
        encode(commit, out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("A row change cannot be encoded", e);
    }
    return bytes.toByteArray();
  }

  private static void encode(Commit commit, DataOutputStream out) throws IOException {
    out.writeLong(commit.sequence());
    out.writeLong(commit.transactionId());
    out.writeLong(commit.snapshotSequence());
    out.writeLong(commit.commitTime().getEpochSecond());
    out.writeInt(commit.commitTime().getNano());
    out.writeInt(commit.changes().size());
    for (RowChange change : commit.changes()) {
      out.writeUTF(change.table());
      out.writeLong(change.key());
      if (change.deletes()) {
        out.writeInt(DELETED);
      } else {
        out.writeInt(change.content().length);
        out.write(change.content());
      }
    }
  }

  /** Decodes bytes whose checksum has been verified. */
  static List<Commit> decode(byte[] bytes, int offset, int length) throws IOException {
    List<Commit> commits = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new ByteArrayInputStream(bytes, offset, length))) {
      for (int count = in.readInt(); count > 0; count--) {
        commits.add(decode(in));
      }
    }
    return commits;
  }

  private static Commit decode(DataInputStream in) throws IOException {
    long sequence = in.readLong();
    long transactionId = in.readLong();
    long snapshotSequence = in.readLong();
    Instant commitTime = Instant.ofEpochSecond(in.readLong(), in.readInt());
    int count = in.readInt();
    List<RowChange> changes = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      String table = in.readUTF();
      long key = in.readLong();
      changes.add(new RowChange(table, key, decodeContent(in)));
    }
    return new Commit(transactionId, sequence, snapshotSequence, commitTime, changes);
  }

  private static byte[] decodeContent(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length == DELETED) {
      return null;
    }
    byte[] content = new byte[length];
    in.readFully(content);
    return content;
  }
}
