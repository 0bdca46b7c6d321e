package io.nuodb.backup.nuodb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
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

  private static final Pattern PRIVATE_KEY =
      Pattern.compile("-----BEGIN (RSA )?PRIVATE KEY-----([^-]+)-----END");

  private static final char[] NO_PASSWORD = {};

  private PemFiles() {}

  /**
   * @param files one with certificate and private key, or the certificate's and the key's
   */
  static KeyManager[] key(List<Path> files) throws IOException, GeneralSecurityException {
    Certificate[] chain = certificates(files.getFirst()).toArray(Certificate[]::new);
    KeyStore store = newStore();
    Key key = privateKey(files.getLast(), chain[0].getPublicKey().getAlgorithm());
    store.setKeyEntry("key", key, NO_PASSWORD, chain);
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

  /**
   * @param algorithm the certificate's, which the key must fit anyhow
   */
  private static Key privateKey(Path file, String algorithm)
      throws IOException, GeneralSecurityException {
    Matcher pem = PRIVATE_KEY.matcher(Files.readString(file));
    if (!pem.find()) {
      throw new GeneralSecurityException("no private key");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(pem.group(2));
    KeyFactory factory = KeyFactory.getInstance(algorithm);
    return pem.group(1) == null
        ? factory.generatePrivate(new PKCS8EncodedKeySpec(encoded))
        : factory.translateKey(new Pkcs1Key(encoded));
  }

  /** The form of RSA keys that the JDK has no key specification for. */
  private record Pkcs1Key(byte[] getEncoded) implements PrivateKey {
    @Override
    public String getAlgorithm() {
      return "RSA";
    }

    @Override
    public String getFormat() {
      return "PKCS#1";
    }
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
