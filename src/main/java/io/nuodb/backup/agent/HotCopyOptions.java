package io.nuodb.backup.agent;

import io.nuodb.backup.nuodb.AdminClient;
import io.nuodb.backup.nuodb.ElementNumber;
import io.nuodb.backup.nuodb.HotCopyType;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options that name one run of a hot copy. */
final class HotCopyOptions {
  @Mixin private AdminOptions admin;

  @Option(
      names = "--storage-manager",
      required = true,
      paramLabel = "POD",
      description = "Name of the storage manager's pod.")
  private String pod;

  @Option(
      names = "--type",
      required = true,
      paramLabel = "TYPE",
      description = "${COMPLETION-CANDIDATES}, in any case.")
  private HotCopyType type;

  @Option(
      names = "--backup-set",
      required = true,
      paramLabel = "DIR",
      description = "The set's directory, the same in the storage manager's container and here.")
  private Path set;

  @Option(
      names = "--not-before",
      required = true,
      paramLabel = "INSTANT",
      description =
          "Incremental hot copies that began earlier are none of this run's"
              + " (unused with --after-element).")
  private Instant notBefore;

  @Option(
      names = "--after-element",
      paramLabel = "NAME",
      converter = ElementName.class,
      description =
          "Newest element known in the set, full or N.inc: only later incremental ones can be this"
              + " run's, whenever they began.")
  private Optional<String> afterElement = Optional.empty();

  @Option(
      names = "--deadline",
      required = true,
      paramLabel = "INSTANT",
      description = "When to cancel the hot copy.")
  private Instant deadline;

  AdminClient client() {
    return admin.client();
  }

  HotCopyTask task(Optional<Long> maxRate, boolean mayStart) {
    return new HotCopyTask(
        admin.database(), pod, type, set, maxRate, notBefore, afterElement, deadline, mayStart);
  }

  private static final class ElementName implements ITypeConverter<String> {
    @Override
    public String convert(String name) {
      if (ElementNumber.of(name).isEmpty()) {
        throw new TypeConversionException("'" + name + "' names no element: it is full or N.inc");
      }
      return name;
    }
  }
}
