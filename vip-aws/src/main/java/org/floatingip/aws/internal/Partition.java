package org.floatingip.aws.internal;

import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;

/**
 * One of the parts of AWS that know nothing of each other: accounts, names and endpoints are of one of them. The SDK knows them
 * too, but takes a tenth of a second to say so; a test compares the two.
 *
 * @param id as in an ARN
 * @param prefix how the names of its regions begin
 * @param global the region that requests to its global services, such as Route 53, are signed for
 */
public record Partition(String id, String prefix, String global) {

    private static final Partition COMMERCIAL = new Partition("aws", "", "us-east-1");

    private static final List<Partition> OTHERS = List.of(
            new Partition("aws-cn", "cn-", "cn-northwest-1"),
            new Partition("aws-us-gov", "us-gov-", "us-gov-west-1"),
            new Partition("aws-iso", "us-iso-", "us-iso-east-1"),
            new Partition("aws-iso-b", "us-isob-", "us-isob-east-1"),
            new Partition("aws-iso-e", "eu-isoe-", "eu-isoe-west-1"),
            new Partition("aws-iso-f", "us-isof-", "us-isof-south-1"),
            new Partition("aws-eusc", "eusc-", "eusc-de-east-1"));

    /** That of a region, or of what the SDK calls one, such as {@code aws-cn-global}; {@code aws} if the name tells no other. */
    public static Partition of(String region) {
        return OTHERS.stream()
                .filter(one -> region.startsWith(one.prefix) || region.equals(one.id + "-global"))
                .findFirst()
                .orElse(COMMERCIAL);
    }

    /**
     * That of the region which this process is set to; {@code aws} if it is set to none.
     *
     * @param profile the profile that was named; null for the SDK's choice
     * @param instance whether the metadata service of the instance may be asked, which takes its time where there is none
     */
    public static Partition ofProcess(@Nullable String profile, boolean instance) {
        AwsRegionProvider chain = instance
                ? DefaultAwsRegionProviderChain.builder().profileName(profile).build()
                : new AwsRegionProviderChain(
                        new SystemSettingsRegionProvider(), new AwsProfileRegionProvider(null, profile));
        try {
            return of(chain.getRegion().id());
        } catch (SdkClientException e) {
            return COMMERCIAL;
        }
    }

    /** The region that requests to global services are signed for, by which the SDK finds their endpoint. */
    public Region signsFor() {
        return Region.of(global);
    }
}
