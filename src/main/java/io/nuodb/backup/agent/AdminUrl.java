package io.nuodb.backup.agent;

import java.net.URI;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Takes a URL only as the custom resource does. A refused one is not quoted: it may hold a
 * password.
 */
final class AdminUrl implements ITypeConverter<URI> {
  private static final Pattern ROOT =
      Pattern.compile("https?://([A-Za-z0-9.-]+|\\[[0-9A-Fa-f:.]+])(:[0-9]{1,5})?/?");

  @Override
  public URI convert(String text) {
    if (ROOT.matcher(text).matches()) {
      URI url = URI.create(text);
      if (url.getHost() != null) {
        return url;
      }
    }
    throw new TypeConversionException("not scheme, host and port, as in http://nuodb:8888");
  }
}
