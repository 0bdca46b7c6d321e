package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads what a backup set's own files say about it; needs its {@code control} files only. */
public final class BackupSetReader {
  private static final String STATE = "state.xml";
  private static final Pattern INCREMENTAL = Pattern.compile("([1-9][0-9]{0,8})\\.inc");
  private static final Pattern JOURNAL = Pattern.compile("([1-9][0-9]{0,8})\\.jnl");

  private BackupSetReader() {}

  /**
   * Empty when there is no set: no directory, or one that no full hot copy has initialised.
   *
   * @throws BackupSetUnreadableException when the files contradict the format, also for a moment
   *     while the engine writes them
   */
  public static Optional<BackupSetOnDisk> read(Path set) throws BackupSetUnreadableException {
    try {
      return Optional.of(readInitialised(set));
    } catch (NoSuchFileException e) {
      if (Path.of(e.getFile()).equals(set.resolve(STATE))) {
        return Optional.empty();
      }
      throw new BackupSetUnreadableException("missing: " + e.getFile(), e);
    } catch (BackupSetUnreadableException e) {
      throw e;
    } catch (IOException e) {
      throw new BackupSetUnreadableException(set + ": " + e, e);
    }
  }

  private static BackupSetOnDisk readInitialised(Path set) throws IOException {
    StateXml state = StateXml.read(set.resolve(STATE), "BackupSet");
    List<String> names = namesIn(set);
    List<BackupElement> chain = new ArrayList<>();
    if (names.contains("full")) {
      chain.add(element(set.resolve("full"), HotCopyType.FULL));
    }
    for (String name : numbered(names, INCREMENTAL)) {
      chain.add(element(set.resolve(name), HotCopyType.INCREMENTAL));
    }
    if (!chain.isEmpty() && chain.getFirst().type() != HotCopyType.FULL) {
      throw new BackupSetUnreadableException(set + ": incremental elements without a full one");
    }
    return new BackupSetOnDisk(
        set,
        state.attribute("BackupSet", "id"),
        state.attribute("BackupCollection", "id"),
        state.rootAttribute("databaseId"),
        state.attribute("Archive", "id"),
        chain,
        numbered(names, JOURNAL));
  }

  private static BackupElement element(Path directory, HotCopyType type) throws IOException {
    StateXml state = StateXml.read(directory.resolve("control").resolve(STATE), "BackupElement");
    String recordedType = state.rootAttribute("type");
    if (!recordedType.equals(type.text())) {
      throw new BackupSetUnreadableException(
          directory + " holds an element of type " + recordedType + ", not " + type.text());
    }
    return new BackupElement(
        directory,
        type,
        state.rootAttribute("id"),
        state.seconds("HotCopyCommand", "startTime"),
        state.seconds("HotCopyCommand", "endTime"));
  }

  private static List<String> namesIn(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
    }
  }

  private static List<String> numbered(List<String> names, Pattern pattern) {
    return names.stream()
        .filter(name -> pattern.matcher(name).matches())
        .sorted(Comparator.comparingInt(name -> number(name, pattern)))
        .toList();
  }

  private static int number(String name, Pattern pattern) {
    Matcher matcher = pattern.matcher(name);
    matcher.matches();
    return Integer.parseInt(matcher.group(1));
  }
}
