package io.nuodb.backup.nuodb;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The attributes in a {@code state.xml} of a backup set or of one of its elements. The file is
 * flat: a root with attributes and one level of children, each occurring once.
 */
final class StateXml {
  private static final String ROOT = "";

  private final Path file;
  private final String rootName;
  private final Map<String, Map<String, String>> attributes;

  private StateXml(Path file, String rootName, Map<String, Map<String, String>> attributes) {
    this.file = file;
    this.rootName = rootName;
    this.attributes = attributes;
  }

  static StateXml read(Path file, String expectedRoot) throws IOException {
    StateXml state;
    try (InputStream in = Files.newInputStream(file)) {
      state = parse(file, in);
    } catch (XMLStreamException e) {
      throw new BackupSetUnreadableException(file + ": " + e.getMessage(), e);
    }
    if (!state.rootName.equals(expectedRoot)) {
      throw new BackupSetUnreadableException(
          file + ": the root is " + state.rootName + ", not " + expectedRoot);
    }
    return state;
  }

  private static StateXml parse(Path file, InputStream in) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    XMLStreamReader reader = factory.createXMLStreamReader(in);
    Map<String, Map<String, String>> attributes = new HashMap<>();
    String rootName = null;
    while (reader.hasNext()) {
      if (reader.next() == XMLStreamConstants.START_ELEMENT) {
        // The child BackupSet of the root BackupSet must not shadow it, hence the root's own key.
        attributes.put(rootName == null ? ROOT : reader.getLocalName(), attributesOf(reader));
        rootName = rootName == null ? reader.getLocalName() : rootName;
      }
    }
    return new StateXml(file, rootName, attributes);
  }

  private static Map<String, String> attributesOf(XMLStreamReader reader) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      attributes.put(reader.getAttributeLocalName(i), reader.getAttributeValue(i));
    }
    return attributes;
  }

  String rootAttribute(String name) throws BackupSetUnreadableException {
    return attribute(ROOT, name);
  }

  String attribute(String element, String name) throws BackupSetUnreadableException {
    String value = attributes.getOrDefault(element, Map.of()).get(name);
    if (value == null) {
      throw new BackupSetUnreadableException(
          file + ": no attribute " + name + " in " + (element.equals(ROOT) ? rootName : element));
    }
    return value;
  }

  /** Whether there is such a child. */
  boolean has(String element) {
    return attributes.containsKey(element);
  }

  /** An attribute that holds seconds since 1970 in UTC. */
  Instant seconds(String element, String name) throws BackupSetUnreadableException {
    return Instant.ofEpochSecond(number(element, name));
  }

  long number(String element, String name) throws BackupSetUnreadableException {
    String value = attribute(element, name);
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new BackupSetUnreadableException(file + ": " + name + " is no number: " + value, e);
    }
  }
}
