package io.nuodb.backup.nuodb;

import io.nuodb.backup.nuodb.AdminAccessException.Kind;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

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
      http.sslContext(tls(access));
    }
    Optional<String> authorization = Optional.empty();
    if (access.basicAuth().isPresent()) {
      authorization = Optional.of(basic(access.basicAuth().get()));
    }
    return new AdminSession(http.build(), authorization);
  }

  private static SSLContext tls(AdminAccess access) throws AdminAccessException {
    KeyManager[] keys = access.clientKey().isEmpty() ? null : key(access.clientKey());
    TrustManager[] trusted = null;
    if (access.caCert().isPresent()) {
      X509ExtendedTrustManager authority = authority(access.caCert().get());
      trusted = new TrustManager[] {access.verifyHostname() ? authority : new AnyHost(authority)};
    }
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java runtime has no TLS", e);
    }
  }

  private static KeyManager[] key(List<Path> files) throws AdminAccessException {
    try {
      return PemFiles.key(files);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unreadable(files.getLast());
    }
  }

  private static X509ExtendedTrustManager authority(Path file) throws AdminAccessException {
    try {
      return PemFiles.authority(file);
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw unreadable(file);
    }
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
  private static AdminAccessException unreadable(Path file) {
    String what = Files.isReadable(file) ? "does not hold what it should" : "cannot be read";
    return new AdminAccessException(
        Kind.UNREADABLE, file + ", which the admin process is reached with, " + what, false, null);
  }
}
