package io.nuodb.backup.simulator.store;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;

/**
 * The hash of every atom of an archive, by atom id: what tells which atoms changed without reading
 * them. Immutable.
 */
public final class Fingerprints {
  /** The fingerprints of an archive without atoms. */
  public static final Fingerprints EMPTY = new Fingerprints(new long[0]);

  private static final byte[] HEADER = {0x36, 0x1a, 0, 0};
  private static final int NO_ATOM = 0x01;
  private static final int SEVEN_BYTES = 0x3a;
  private static final int EIGHT_BYTES = 0x3b;

  /** Hash of atom id i + 1; 0 stands for "no atom". */
  private final long[] hashes;

  private Fingerprints(long[] hashes) {
    this.hashes = hashes;
  }

  /** Index i holds the hash of atom id i + 1, and 0 means that there is no such atom. */
  static Fingerprints of(long[] hashes) {
    int length = hashes.length;
    while (length > 0 && hashes[length - 1] == 0) {
      length--;
    }
    return new Fingerprints(Arrays.copyOf(hashes, length));
  }

  /** These fingerprints with those of newly written atoms. */
  Fingerprints with(List<AtomImage> images) {
    int highest = images.stream().mapToInt(AtomImage::atomId).max().orElse(0);
    long[] next = Arrays.copyOf(hashes, Math.max(hashes.length, highest));
    for (AtomImage image : images) {
      next[image.atomId() - 1] = image.fingerprint();
    }
    return new Fingerprints(next);
  }

  /** One for each atom id up to {@code highest}, 0 where there is no atom. */
  long[] toArray(int highest) {
    return Arrays.copyOf(hashes, highest);
  }

  /** Empty when there is no such atom. */
  public OptionalLong hash(int atomId) {
    long hash = hashOrZero(atomId);
    return hash == 0 ? OptionalLong.empty() : OptionalLong.of(hash);
  }

  long hashOrZero(int atomId) {
    return atomId >= 1 && atomId <= hashes.length ? hashes[atomId - 1] : 0;
  }

  /** Ascending, the root atom first. */
  public IntStream atomIds() {
    return IntStream.rangeClosed(1, hashes.length).filter(id -> hashes[id - 1] != 0);
  }

  /** The atoms here that {@code base} lacks or has with another hash. */
  public IntStream changedSince(Fingerprints base) {
    return atomIds().filter(id -> hashes[id - 1] != base.hashOrZero(id));
  }

  /** 0 when there are no atoms. */
  public int highestAtomId() {
    return hashes.length;
  }

  /**
   * The content of NuoDB's {@code fingerprints.dat}: a header, then one entry per atom id from 1
   * on, namely 3b and eight bytes of hash, 3a and seven bytes when the top byte is zero, or 01
   * where there is no atom (seen in a backup set of NuoDB 6.0).
   */
  public byte[] encode() {
    return encode(1, highestAtomId());
  }

  byte[] encode(int firstId, int lastId) {
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(4 + 9 * Math.max(0, lastId - firstId + 1));
    out.writeBytes(HEADER);
    for (int id = firstId; id <= lastId; id++) {
      long hash = hashOrZero(id);
      if (hash == 0) {
        out.write(NO_ATOM);
        continue;
      }
      int bytes = hash >>> 56 == 0 ? 7 : 8;
      out.write(bytes == 7 ? SEVEN_BYTES : EIGHT_BYTES);
      for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out.write((int) (hash >>> shift));
      }
    }
    return out.toByteArray();
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @throws IllegalArgumentException when the bytes are not a fingerprint table
   */
  public static Fingerprints decode(byte[] bytes) {
    return of(decodeHashes(bytes));
  }

  static long[] decodeHashes(byte[] bytes) {
    if (bytes.length < HEADER.length
        || !Arrays.equals(HEADER, Arrays.copyOf(bytes, HEADER.length))) {
      throw new IllegalArgumentException("no fingerprint table: its header is missing");
    }
    long[] hashes = new long[bytes.length - HEADER.length];
    int count = 0;
    int at = HEADER.length;
    while (at < bytes.length) {
      int length =
          switch (bytes[at++]) {
            case NO_ATOM -> 0;
            case SEVEN_BYTES -> 7;
            case EIGHT_BYTES -> 8;
            default ->
                throw new IllegalArgumentException("unknown fingerprint entry at byte " + (at - 1));
          };
      if (at + length > bytes.length) {
        throw new IllegalArgumentException("the fingerprint table ends within an entry");
      }
      long hash = 0;
      for (int i = 0; i < length; i++) {
        hash = hash << 8 | (bytes[at++] & 0xff);
      }
      hashes[count++] = hash;
    }
    return Arrays.copyOf(hashes, count);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Fingerprints that && Arrays.equals(hashes, that.hashes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(hashes);
  }
}
