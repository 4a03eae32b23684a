package dev.gantry.data;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A server with a certificate of its own for localhost, made by the JDK's keytool, and a client that trusts it.
 *
 * @param server for a server
 * @param client for a client
 */
record Tls(SSLContext server, SSLContext client) {

    /** Makes the certificate once per folder. */
    static Tls make(Path folder) throws IOException, InterruptedException, GeneralSecurityException {
        Path file = folder.resolve("localhost.p12");
        if (!Files.exists(file)) {
            run(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), file.toString());
        }
        char[] password = "password".toCharArray();
        KeyStore own = KeyStore.getInstance(file.toFile(), password);
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, password);
        SSLContext server = SSLContext.getInstance("TLS");
        server.init(keys.getKeyManagers(), null, null);

        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("a", own.getCertificate("a"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext client = SSLContext.getInstance("TLS");
        client.init(null, trust.getTrustManagers(), null);
        return new Tls(server, client);
    }

    private static void run(String keytool, String file) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(keytool, "-keystore", file));
        command.addAll(List.of(("-genkeypair -alias a -keyalg EC -validity 2 -storetype PKCS12 -storepass password"
                        + " -dname CN=localhost -ext san=dns:localhost")
                .split(" ")));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
    }
}
