package io.nuodb.backup.nuodb;

import io.nuodb.backup.nuodb.AdminAccessException.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * An HTTP client with the keys and credentials as the files had them when it was made.
 *
 * @param authorization value of the header of that name
 */
record AdminSession(HttpClient http, Optional<String> authorization) {
  static AdminSession open(AdminAccess access, Duration connectTimeout)
      throws AdminAccessException {
    HttpClient.Builder http =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(connectTimeout);
    if (access.ownTls()) {
      http.sslContext(PemTls.context(access));
    }
    Optional<String> authorization = Optional.empty();
    if (access.basicAuth().isPresent()) {
      authorization = Optional.of(basic(access.basicAuth().get()));
    }
    return new AdminSession(http.build(), authorization);
  }

  private static String basic(Path directory) throws AdminAccessException {
    String pair = line(directory.resolve("username")) + ":" + line(directory.resolve("password"));
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  /** Without the line's end that an editor leaves. */
  private static String line(Path file) throws AdminAccessException {
    try {
      return Files.readString(file).replaceFirst("\\R$", "");
    } catch (IOException e) {
      throw unreadable(file);
    }
  }

  /** Without the reason, which could quote what is in the file. */
  static AdminAccessException unreadable(Path file) {
    String what = Files.isReadable(file) ? "does not hold what it should" : "cannot be read";
    return new AdminAccessException(
        Kind.UNREADABLE, file + ", which the admin process is reached with, " + what, null);
  }
}
