package io.nuodb.backup.agent;

import io.nuodb.backup.job.Cause;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tells causes apart by the engine's messages, which carry no code. Several of them are not
 * published, so the patterns are lines of a file ({@code engine-texts} beside this class, which
 * explains its format), and a file of the user's goes before it.
 */
final class EngineTexts {
  private static final String OWN = "engine-texts";

  /** The others would tell of a hot copy that never began. */
  private static final Set<Cause> AFTER_ACCEPTANCE =
      EnumSet.of(Cause.BackupVolumeFull, Cause.BackupSetRefused, Cause.JournalCopySuspended);

  /** In quotes up to their end, else up to the end of the word; not a part of "and/or". */
  private static final Pattern PATH =
      Pattern.compile("'/[^']*'|\"/[^\"]*\"|(?<![^\\s'\"(\\[=,:])/\\S*?(?=[:;,.)]*(\\s|$))");

  private record Text(Pattern pattern, Cause cause) {
    static Text of(String line) {
      String[] parts = line.strip().split("\\s+", 2);
      if (parts.length < 2) {
        throw new IllegalArgumentException("'" + line + "' is no cause with a pattern");
      }
      return new Text(Pattern.compile(parts[1]), Cause.valueOf(parts[0]));
    }
  }

  private final List<Text> texts;

  private EngineTexts(Stream<Text> texts) {
    this.texts = texts.toList();
  }

  static EngineTexts known() {
    try (InputStream own = EngineTexts.class.getResourceAsStream(OWN)) {
      return new EngineTexts(read(new String(own.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * @param file lines that count before the known ones
   * @throws IllegalArgumentException when a line is none of the format
   */
  static EngineTexts with(Path file) throws IOException {
    return new EngineTexts(Stream.concat(read(Files.readString(file)), known().texts.stream()));
  }

  private static Stream<Text> read(String content) {
    return content.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).map(Text::of);
  }

  /** Why a request was declined. */
  Refusal refusal(String message) {
    return new Refusal(cause(message).orElse(Cause.HotCopyRefused), message);
  }

  /** Why a hot copy that was accepted failed. */
  Cause failure(String message) {
    return cause(message).filter(AFTER_ACCEPTANCE::contains).orElse(Cause.HotCopyFailed);
  }

  /** The names of files and directories are the user's, and may hold any words. */
  private Optional<Cause> cause(String message) {
    String words = PATH.matcher(message).replaceAll("PATH");
    return texts.stream()
        .filter(text -> text.pattern().matcher(words).find())
        .map(Text::cause)
        .findFirst();
  }
}
