package io.nuodb.backup.simulator.domain.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS with keys and certificates from PEM files. */
final class PemTls {
  private PemTls() {}

  /**
   * @param key one file with certificate and private key, or the certificate's and the key's; or
   *     none
   * @param authority whose certificates are trusted; empty for what the Java runtime trusts
   * @param anyHost whether it does not matter which host a server's certificate is for
   */
  static SSLContext context(List<Path> key, Optional<Path> authority, boolean anyHost) {
    try {
      TrustManager[] trusted = null;
      if (authority.isPresent()) {
        X509ExtendedTrustManager signed = PemFiles.authority(authority.get());
        trusted = new TrustManager[] {anyHost ? new AnyHost(signed) : signed};
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(key.isEmpty() ? null : PemFiles.key(key), trusted, null);
      return context;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("TLS cannot be set up with " + key + ", " + authority, e);
    }
  }
}
