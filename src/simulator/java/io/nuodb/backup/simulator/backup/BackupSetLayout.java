package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where things lie in a backup set (NuoDB docs, Using Backup Sets): {@code state.xml}, the elements
 * {@code full}, {@code 1.inc}, {@code 2.inc}…, each with {@code control} and {@code data}, and
 * {@code tmp} for elements that are being written.
 *
 * @param directory the set
 */
record BackupSetLayout(Path directory) {
  static final String FULL = "full";

  private static final String INCREMENTAL_SUFFIX = ".inc";
  private static final Pattern INCREMENTAL = Pattern.compile("([1-9][0-9]*)\\.inc");
  private static final String JOURNAL_SUFFIX = ".jnl";
  private static final Pattern JOURNAL = Pattern.compile("([1-9][0-9]*)\\.jnl");

  Path stateFile() {
    return directory.resolve("state.xml");
  }

  Path temporary() {
    return directory.resolve("tmp");
  }

  BackupElementLayout element(String name) {
    return new BackupElementLayout(directory.resolve(name));
  }

  /** An element that is being written, or was when a hot copy broke off. */
  BackupElementLayout unfinished(String name) {
    return new BackupElementLayout(temporary().resolve(name));
  }

  boolean isInitialized() {
    return Files.exists(stateFile());
  }

  boolean hasCompletedFull() {
    return Files.exists(element(FULL).stateFile());
  }

  /** Names of the completed elements, oldest first. */
  List<String> fullAndIncrementals() throws IOException {
    Stream<String> incrementals = numbers(INCREMENTAL).map(number -> number + INCREMENTAL_SUFFIX);
    return Stream.concat(Stream.of(FULL), incrementals).toList();
  }

  /** Names of the completed journal elements, oldest first; they are numbered by themselves. */
  List<String> journals() throws IOException {
    return numbers(JOURNAL).map(number -> number + JOURNAL_SUFFIX).toList();
  }

  String nextIncremental() throws IOException {
    return next(INCREMENTAL) + INCREMENTAL_SUFFIX;
  }

  String nextJournal() throws IOException {
    return next(JOURNAL) + JOURNAL_SUFFIX;
  }

  private int next(Pattern type) throws IOException {
    return numbers(type).max(Integer::compare).orElse(0) + 1;
  }

  /** Deletes what incremental or journal hot copies left in {@code tmp} when they broke off. */
  void deleteUnfinished(HotCopyType type) throws IOException {
    Pattern name = type == HotCopyType.JOURNAL ? JOURNAL : INCREMENTAL;
    for (Path entry : entries(temporary()).toList()) {
      if (name.matcher(entry.getFileName().toString()).matches()) {
        FileTree.delete(entry);
      }
    }
  }

  private Stream<Integer> numbers(Pattern type) throws IOException {
    return entries(directory)
        .map(entry -> type.matcher(entry.getFileName().toString()))
        .filter(Matcher::matches)
        .map(matcher -> Integer.valueOf(matcher.group(1)))
        .sorted();
  }

  private static Stream<Path> entries(Path directory) throws IOException {
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.toList().stream();
    } catch (NoSuchFileException e) {
      return Stream.empty();
    }
  }
}
