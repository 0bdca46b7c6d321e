package io.nuodb.backup.simulator.domain.rows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nuodb.backup.simulator.domain.http.Json;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The Unicode characters that the Java runtime knows: real data that is there without a download.
 */
final class UnicodeCharacters {
  /** General categories by {@link Character#getType}; numbers without a meaning are empty. */
  private static final String[] CATEGORIES =
      ("Cn Lu Ll Lt Lm Lo Mn Me Mc Nd Nl No Zs Zl Zp Cc Cf - Co Cs Pd Ps Pe Pc Po Sm Sc Sk So Pi"
              + " Pf")
          .split(" ");

  private static final Set<String> WITHOUT_CHARACTERS = Set.of("Cn", "Co", "Cs");

  private UnicodeCharacters() {}

  /** The assigned code points of the range, without private use and surrogates. */
  static IntStream codePoints(int from, int to) {
    return IntStream.rangeClosed(from, Math.min(to, Character.MAX_CODE_POINT))
        .filter(codePoint -> !WITHOUT_CHARACTERS.contains(category(codePoint)));
  }

  /**
   * A character's properties as a JSON object.
   *
   * @param version goes into the row, so that rows can be told from those of an earlier load
   */
  static String row(int codePoint, String version) {
    ObjectNode row = Json.MAPPER.createObjectNode();
    row.put("name", Character.getName(codePoint))
        .put("script", Character.UnicodeScript.of(codePoint).name())
        .put("block", String.valueOf(Character.UnicodeBlock.of(codePoint)))
        .put("category", category(codePoint));
    if (!version.isEmpty()) {
      row.put("version", version);
    }
    return row.toString();
  }

  private static String category(int codePoint) {
    return CATEGORIES[Character.getType(codePoint)];
  }
}
