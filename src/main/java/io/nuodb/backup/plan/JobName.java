package io.nuodb.backup.plan;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names of Jobs: a readable prefix and a hash of the full key, so that whoever makes the Job of one
 * key makes the same, and the API server lets only the first through.
 */
public final class JobName {
  /** Leaves a Job's pods room for their own suffix in a DNS label. */
  static final int MAX_LENGTH = 52;

  private static final int HASH_DIGITS = 10;
  private static final Pattern OTHER = Pattern.compile("[^a-z0-9]+");
  private static final Pattern OUTER_DASHES = Pattern.compile("^-+|-+$");

  private JobName() {}

  /**
   * @param owner name of the object that the Job works for
   * @param work what it does, in one word
   * @param key everything that tells this Job from others
   */
  public static String of(String owner, String work, String key) {
    int room = MAX_LENGTH - HASH_DIGITS - work.length() - 2;
    String label = OTHER.matcher(owner.toLowerCase(Locale.ROOT)).replaceAll("-");
    String cut = label.substring(0, Math.min(room, label.length()));
    String prefix = OUTER_DASHES.matcher(cut).replaceAll("");
    return prefix + "-" + work + "-" + hash(key);
  }

  /** The first ten hexadecimal digits of the text's SHA-256. */
  public static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
