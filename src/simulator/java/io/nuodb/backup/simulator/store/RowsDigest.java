package io.nuodb.backup.simulator.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Count and SHA-256 of a dump's lines, each ended by a line feed: equal for equal rows. */
public final class RowsDigest {
  private final MessageDigest sha256;
  private long rows;

  public RowsDigest() {
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java runtime has SHA-256", e);
    }
  }

  /** Adds the next line of the dump, without its line feed. */
  public void add(String line) {
    sha256.update(line.getBytes(StandardCharsets.UTF_8));
    sha256.update((byte) '\n');
    rows++;
  }

  /** Ends the digest as {@code <rows> <sha-256 in hex> <lastSequence>}. */
  public String line(long lastSequence) {
    return "%d %s %d".formatted(rows, HexFormat.of().formatHex(sha256.digest()), lastSequence);
  }
}
