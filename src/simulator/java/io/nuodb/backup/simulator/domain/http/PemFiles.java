package io.nuodb.backup.simulator.domain.http;

import io.smallrye.certs.pem.parsers.PKCS1Parser;
import io.smallrye.certs.pem.parsers.PKCS8Parser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** What PEM files hold, as TLS wants it: certificates, and private keys in PKCS #8 or #1. */
final class PemFiles {
  private static final Pattern CERTIFICATE =
      Pattern.compile("-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----");

  private static final char[] NO_PASSWORD = {};

  private PemFiles() {}

  /**
   * @param files one with certificate and private key, or the certificate's and the key's
   */
  static KeyManager[] key(List<Path> files) throws IOException, GeneralSecurityException {
    Certificate[] chain = certificates(files.getFirst()).toArray(Certificate[]::new);
    KeyStore store = newStore();
    store.setKeyEntry("key", privateKey(files.getLast()), NO_PASSWORD, chain);
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  /** Trusts what one of the file's certificates signed. */
  static X509ExtendedTrustManager authority(Path file)
      throws IOException, GeneralSecurityException {
    KeyStore store = newStore();
    for (Certificate certificate : certificates(file)) {
      store.setCertificateEntry("ca-" + store.size(), certificate);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return (X509ExtendedTrustManager) factory.getTrustManagers()[0];
  }

  private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
    String pem = Files.readString(file);
    return Optional.ofNullable(new PKCS8Parser().getKey(pem, null))
        .or(() -> Optional.ofNullable(new PKCS1Parser().getKey(pem, null)))
        .orElseThrow(() -> new GeneralSecurityException("no private key"));
  }

  private static List<Certificate> certificates(Path file)
      throws IOException, GeneralSecurityException {
    String blocks =
        CERTIFICATE
            .matcher(Files.readString(file))
            .results()
            .map(MatchResult::group)
            .collect(Collectors.joining("\n"));
    if (blocks.isEmpty()) {
      throw new GeneralSecurityException("no certificate");
    }
    return List.copyOf(
        CertificateFactory.getInstance("X.509")
            .generateCertificates(
                new ByteArrayInputStream(blocks.getBytes(StandardCharsets.US_ASCII))));
  }

  private static KeyStore newStore() throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, NO_PASSWORD);
    return store;
  }
}
