package org.floatingip.cli.internal;

import java.time.Duration;
import org.floatingip.aws.ConfiguredHttpClient;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpService;

/**
 * The HTTP client of the clients that the SDK makes in this process by itself, to assume roles and to sign in: through the same
 * proxies as everything else. The SDK makes it by its name.
 */
public final class CommandHttp implements SdkHttpService {

    private static final String SETTING = "software.amazon.awssdk.http.service.impl";
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    /** For the SDK. */
    public CommandHttp() {}

    /** Tells the SDK of this process to use it, unless it has been told otherwise. */
    public static void use() {
        if (System.getProperty(SETTING) == null) {
            System.setProperty(SETTING, CommandHttp.class.getName());
        }
    }

    @Override
    public SdkHttpClient.Builder<?> createHttpClientBuilder() {
        return ConfiguredHttpClient.builder(TIMEOUT);
    }
}
