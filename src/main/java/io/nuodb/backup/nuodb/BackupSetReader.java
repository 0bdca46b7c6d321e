package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads what a backup set's own files say about it; needs its {@code control} files only. */
public final class BackupSetReader {
  static final String STATE = "state.xml";
  static final String CONTROL = "control";

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
    List<BackupElement> chain = new ArrayList<>();
    List<BackupElement> journals = new ArrayList<>();
    for (Path directory : elements(set)) {
      BackupElement element = element(directory);
      (element.type() == HotCopyType.JOURNAL ? journals : chain).add(element);
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
        journals);
  }

  private static List<Path> elements(Path set) throws IOException {
    try (Stream<Path> entries = Files.list(set)) {
      return entries
          .map(Path::getFileName)
          .map(Path::toString)
          .map(ElementName::of)
          .flatMap(Optional::stream)
          .sorted(ElementName.ORDER)
          .map(name -> set.resolve(name.text()))
          .toList();
    }
  }

  private static BackupElement element(Path directory) throws IOException {
    HotCopyType type = ElementName.of(directory.getFileName().toString()).orElseThrow().type();
    StateXml state = StateXml.read(directory.resolve(CONTROL).resolve(STATE), "BackupElement");
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
        state.seconds("HotCopyCommand", "endTime"),
        journalFiles(state));
  }

  private static Optional<JournalFiles> journalFiles(StateXml state)
      throws BackupSetUnreadableException {
    String sequences = "JournalFileSequences";
    return state.has(sequences)
        ? Optional.of(
            new JournalFiles(
                state.number(sequences, "firstCopiedJournalSequence"),
                state.number(sequences, "lastCopiedJournalSequence")))
        : Optional.empty();
  }
}
