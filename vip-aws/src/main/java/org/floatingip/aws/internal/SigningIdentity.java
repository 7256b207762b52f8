package org.floatingip.aws.internal;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import software.amazon.awssdk.auth.credentials.InstanceProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;
import software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider;
import software.amazon.awssdk.awscore.AwsServiceClientConfiguration;
import software.amazon.awssdk.core.SdkServiceClientConfiguration;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.identity.spi.ResolveIdentityRequest;
import software.amazon.awssdk.profiles.Profile;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.profiles.ProfileProperty;
import software.amazon.awssdk.utils.SdkAutoCloseable;
import software.amazon.awssdk.utils.SystemSetting;

/**
 * Who signs the requests of a client of our own: the identity that was asked for, or nobody. The SDK's own default chain goes
 * on from one that fails to the next, and so to the role of the machine: docs/decisions/0029. Here the first that is
 * configured decides, in the SDK's order. Safe for use by several threads.
 */
public final class SigningIdentity implements AwsCredentialsProvider, SdkAutoCloseable {

    /** With one of these, a profile says how its credentials are got. */
    private static final Set<String> ASKING = Set.of(
            ProfileProperty.AWS_ACCESS_KEY_ID,
            ProfileProperty.AWS_SECRET_ACCESS_KEY,
            ProfileProperty.AWS_SESSION_TOKEN,
            ProfileProperty.CREDENTIAL_PROCESS,
            ProfileProperty.CREDENTIAL_SOURCE,
            ProfileProperty.LOGIN_SESSION,
            ProfileProperty.ROLE_ARN,
            ProfileProperty.SOURCE_PROFILE,
            ProfileProperty.SSO_ACCOUNT_ID,
            ProfileProperty.SSO_REGION,
            ProfileProperty.SSO_ROLE_NAME,
            ProfileProperty.SSO_START_URL,
            ProfileProperty.WEB_IDENTITY_TOKEN_FILE,
            "sso_session");

    /**
     * One identity.
     *
     * @param name whose credentials they are, in words
     * @param profile the profile that has them; null if none does
     * @param ours whether the provider was made here, and is closed here
     */
    private record Chosen(String name, @Nullable String profile, AwsCredentialsProvider provider, boolean ours) {}

    private final ProfilesInRegion profiles;
    private final Object choice = new Object();
    private @Nullable Chosen chosen;

    private SigningIdentity(ProfilesInRegion profiles, @Nullable Chosen chosen) {
        this.profiles = profiles;
        this.chosen = chosen;
    }

    /** That of a provider which the caller brought, and closes. */
    static SigningIdentity given(AwsCredentialsProvider provider) {
        return new SigningIdentity(
                new ProfilesInRegion(null), new Chosen("the credentials provider", null, provider, false));
    }

    /** Lets a request through a client that the caller made tell a failure of its credentials from any other. */
    static void tellApart(SdkServiceClientConfiguration.Builder config) {
        if (config instanceof AwsServiceClientConfiguration.Builder aws
                && aws.credentialsProvider() instanceof AwsCredentialsProvider provider
                && !(provider instanceof SigningIdentity)) {
            aws.credentialsProvider(given(provider));
        }
    }

    /**
     * That of a profile which was named, whatever credentials the environment has. Without one, the first that is configured, once
     * it is needed; where none is, the instance's role.
     *
     * @param region the region that was named for the client; null for the SDK's choice
     */
    public static SigningIdentity configured(@Nullable String profile, @Nullable String region) {
        ProfilesInRegion profiles = new ProfilesInRegion(region);
        return new SigningIdentity(profiles, profile == null ? null : profile(profile, profiles));
    }

    private Chosen chosen() {
        synchronized (choice) {
            Chosen known = chosen;
            if (known == null) {
                known = choose(profiles);
                chosen = known;
            }
            return known;
        }
    }

    private static Chosen choose(ProfilesInRegion profiles) {
        if (set(SdkSystemSetting.AWS_ACCESS_KEY_ID) || set(SdkSystemSetting.AWS_SECRET_ACCESS_KEY)) {
            return new Chosen(
                    "the keys of the environment or the system properties", null, SigningIdentity::keys, true);
        }
        if (set(SdkSystemSetting.AWS_WEB_IDENTITY_TOKEN_FILE)) {
            return new Chosen(
                    "the web identity of AWS_WEB_IDENTITY_TOKEN_FILE",
                    null,
                    WebIdentityTokenFileCredentialsProvider.create(),
                    true);
        }
        Optional<String> named = value(ProfileFileSystemSetting.AWS_PROFILE);
        String profile = named.orElseGet(ProfileFileSystemSetting.AWS_PROFILE::defaultValue);
        if (named.isPresent() || asks(profile)) {
            return profile(profile, profiles);
        }
        for (SdkSystemSetting container : new SdkSystemSetting[] {
            SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_RELATIVE_URI, SdkSystemSetting.AWS_CONTAINER_CREDENTIALS_FULL_URI
        }) {
            if (set(container)) {
                return new Chosen(
                        "the container's credentials of " + container.environmentVariable(),
                        null,
                        ContainerCredentialsProvider.builder().build(),
                        true);
            }
        }
        InstanceProfileCredentialsProvider instance = InstanceProfileCredentialsProvider.create();
        return new Chosen("", null, new InstanceAlone(instance), true);
    }

    private static Chosen profile(String name, ProfilesInRegion profiles) {
        ProfileCredentialsProvider provider = ProfileCredentialsProvider.builder()
                .profileName(name)
                .profileFile(profiles.of(name))
                .build();
        return new Chosen("profile \"" + name + "\"", name, provider, true);
    }

    private static boolean set(SystemSetting setting) {
        return value(setting).isPresent();
    }

    private static Optional<String> value(SystemSetting setting) {
        return setting.getNonDefaultStringValue().filter(value -> !value.isBlank());
    }

    /** Those of the system properties, else those of the environment: as in the SDK's chain. */
    private static AwsCredentials keys() {
        try {
            return SystemPropertyCredentialsProvider.create().resolveCredentials();
        } catch (SdkClientException e) {
            return EnvironmentVariableCredentialsProvider.create().resolveCredentials();
        }
    }

    private static boolean asks(String profile) {
        return properties(profile).anyMatch(ASKING::contains);
    }

    private static boolean signsIn(String profile) {
        return properties(profile).anyMatch(name -> name.startsWith("sso_"));
    }

    private static Stream<String> properties(String profile) {
        return ProfileFile.defaultProfileFile().profile(profile).map(Profile::properties).stream()
                .flatMap(properties -> properties.keySet().stream());
    }

    @Override
    public AwsCredentials resolveCredentials() {
        try {
            return chosen().provider().resolveCredentials();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    @Override
    public CompletableFuture<AwsCredentialsIdentity> resolveIdentity(ResolveIdentityRequest request) {
        CompletableFuture<AwsCredentialsIdentity> resolving;
        try {
            resolving = chosen().provider().resolveIdentity(request).thenApply(identity -> identity);
        } catch (RuntimeException e) {
            throw failure(e);
        }
        return resolving.exceptionally(e -> {
            throw failure(e instanceof CompletionException && e.getCause() != null ? e.getCause() : e);
        });
    }

    private IdentityException failure(Throwable thrown) {
        Chosen failed;
        synchronized (choice) {
            failed = chosen;
        }
        if (failed == null) {
            return new IdentityException("the AWS configuration files", "", thrown);
        }
        return new IdentityException(failed.name(), hint(failed.profile()), thrown);
    }

    private static String hint(@Nullable String profile) {
        try {
            return profile != null && signsIn(profile) ? "sign in: aws sso login --profile " + profile : "";
        } catch (RuntimeException e) {
            return "";
        }
    }

    @Override
    public void close() {
        synchronized (choice) {
            if (chosen != null && chosen.ours() && chosen.provider() instanceof SdkAutoCloseable open) {
                open.close();
            }
        }
    }

    /** Never its content: for whoever logs a client's settings. */
    @Override
    public String toString() {
        return "SigningIdentity";
    }

    /** The role of the instance, which is asked for by asking for nobody. */
    private record InstanceAlone(InstanceProfileCredentialsProvider instance)
            implements AwsCredentialsProvider, SdkAutoCloseable {

        @Override
        public AwsCredentials resolveCredentials() {
            try {
                return instance.resolveCredentials();
            } catch (SdkClientException e) {
                throw SdkClientException.create(
                        "Unable to load credentials: neither environment nor configuration files name any, nor is there a"
                                + " container's or an instance's role",
                        e);
            }
        }

        @Override
        public void close() {
            instance.close();
        }
    }
}
