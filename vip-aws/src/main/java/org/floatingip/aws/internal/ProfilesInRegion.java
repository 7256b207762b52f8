package org.floatingip.aws.internal;

import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkSystemSetting;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSupplier;
import software.amazon.awssdk.profiles.ProfileProperty;

/**
 * The profiles of the configuration files, where one without a region has that of the client that it signs for: the SDK's
 * provider of a role takes the region of STS, and so its partition, from the profile, and does not know the client.
 *
 * @param region the region that was named for the client; null for the SDK's choice
 */
record ProfilesInRegion(@Nullable String region) {

    /** The files as they are when they are asked for, for the credentials of that profile. */
    Supplier<ProfileFile> of(String profile) {
        return new Reread(ProfileFileSupplier.defaultSupplier(), profile);
    }

    /** Adds to what was read, once for each time that the files have changed. */
    private final class Reread implements Supplier<ProfileFile> {

        private final Supplier<ProfileFile> files;
        private final String profile;
        private @Nullable ProfileFile read;
        private @Nullable ProfileFile complete;

        Reread(Supplier<ProfileFile> files, String profile) {
            this.files = files;
            this.profile = profile;
        }

        @Override
        public synchronized ProfileFile get() {
            ProfileFile now = files.get();
            ProfileFile known = complete;
            if (known == null || !now.equals(read)) {
                known = complete(now);
                read = now;
                complete = known;
            }
            return known;
        }

        private ProfileFile complete(ProfileFile file) {
            String of = chosen(file);
            if (of == null) {
                return file;
            }
            String missing = file.profiles().values().stream()
                    .filter(one -> one.property(ProfileProperty.REGION).isEmpty())
                    .map(one -> "[profile " + one.name() + "]\n" + ProfileProperty.REGION + " = " + of + "\n")
                    .collect(Collectors.joining());
            ProfileFile added = ProfileFile.builder()
                    .content(missing)
                    .type(ProfileFile.Type.CONFIGURATION)
                    .build();
            return ProfileFile.aggregator().addFile(file).addFile(added).build();
        }

        /** As the SDK chooses for the client, which names the region of the environment for STS by itself. */
        private @Nullable String chosen(ProfileFile file) {
            if (region != null) {
                return region.endsWith("-global") ? null : region;
            }
            return SdkSystemSetting.AWS_REGION.getStringValue().isPresent()
                    ? null
                    : file.profile(profile)
                            .flatMap(named -> named.property(ProfileProperty.REGION))
                            .orElse(null);
        }
    }
}
