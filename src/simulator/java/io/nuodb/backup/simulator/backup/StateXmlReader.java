package io.nuodb.backup.simulator.backup;

import io.nuodb.backup.simulator.store.DamagedFileException;
import java.io.CharConversionException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/** Reads the {@code state.xml} files of backup sets and their elements. */
final class StateXmlReader {
  private StateXmlReader() {}

  static BackupSetState readSet(Path file) throws IOException {
    Element root = parse(file);
    return parsed(file, () -> set(root));
  }

  static BackupElementState readElement(Path file) throws IOException {
    Element root = parse(file);
    return parsed(
        file,
        () -> {
          Element command = child(root, "HotCopyCommand");
          Element journal = child(root, "JournalFileSequences");
          String sequences = child(root, "CommitSequence").getTextContent();
          return new BackupElementState(
              UUID.fromString(attribute(root, "id")),
              type(attribute(root, "type")),
              set(root),
              Long.parseLong(sequences.trim().split(" ")[0]),
              Long.parseLong(attribute(journal, "firstCopiedJournalSequence")),
              Long.parseLong(attribute(journal, "lastCopiedJournalSequence")),
              Instant.ofEpochSecond(Long.parseLong(attribute(command, "startTime"))),
              Instant.ofEpochSecond(Long.parseLong(attribute(command, "endTime"))));
        });
  }

  private static BackupSetState set(Element root) {
    Element command = child(root, "HotCopyCommand");
    return new BackupSetState(
        attribute(root, "database"),
        UUID.fromString(attribute(root, "databaseId")),
        UUID.fromString(attribute(child(root, "BackupCollection"), "id")),
        UUID.fromString(attribute(child(root, "BackupSet"), "id")),
        UUID.fromString(attribute(child(root, "Archive"), "id")),
        attribute(command, "backupSetDirectory"),
        attribute(command, "archiveDirectory"),
        attribute(command, "hostname"));
  }

  private static HotCopyType type(String text) {
    return HotCopyType.of(text)
        .orElseThrow(() -> new IllegalArgumentException("unknown element type " + text));
  }

  private static Element child(Element parent, String name) {
    for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
      if (node instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    throw new IllegalArgumentException("no " + name + " in " + parent.getTagName());
  }

  private static String attribute(Element element, String name) {
    if (!element.hasAttribute(name)) {
      throw new IllegalArgumentException("no " + name + " in " + element.getTagName());
    }
    return element.getAttribute(name);
  }

  @FunctionalInterface
  private interface Content<T> {
    T read();
  }

  private static <T> T parsed(Path file, Content<T> content) throws IOException {
    try {
      return content.read();
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file, e.getMessage());
    }
  }

  private static Element parse(Path file) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      try (var in = Files.newInputStream(file)) {
        return builder.parse(in).getDocumentElement();
      }
    } catch (SAXException | CharConversionException e) {
      throw new DamagedFileException(file, e.getMessage());
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("The XML parser does not do what it must", e);
    }
  }
}
