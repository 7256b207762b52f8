package org.floatingip.aws;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.floatingip.HostId;
import org.floatingip.IpAddress;
import org.floatingip.aws.internal.Ec2Calls;
import org.floatingip.aws.internal.ElasticIpNetwork;
import org.floatingip.aws.internal.ElasticIpSettings;
import org.floatingip.spi.Traits;

/**
 * Moves an Elastic IP, a public IPv4 address, between private addresses of hosts by {@code AssociateAddress}. It works across subnets
 * and zones; no host ever sees the address, so {@code hosts(..)} is refused beside it.
 *
 * <p>The floating IP is the public address; {@link #addressOf} tells that of an allocation id. A target is an instance id
 * ({@code i-...}) with one interface, or an ENI id ({@code eni-...}); the Elastic IP is put on the primary private address of the
 * interface, unless the builder is told another one.
 *
 * <p>A private address has one Elastic IP at the most, and EC2 lets another one <b>displace</b> it without a word, whatever the flags of
 * the call. What is there is refused when it is seen: by the survey, and again right before the call. What comes between that
 * look and the call is displaced, which nobody tells: whoever moved it is told the name of what is in its place, by the move that
 * fails and asks why nobody holds it, or, if that had ended, by a warning of each survey until it is associated again.
 *
 * <p>Where it is given back after a move that failed, it goes back to the private address on which it was.
 *
 * <p>A handover is conditional as far as EC2's replies prove it: each association has an id of its own, and a release names that, so
 * it never ends another association; where nobody was seen, EC2 refuses to take the Elastic IP from somebody. What EC2 answers to
 * the id of an association that has ended by then was never seen (its documentation calls the call idempotent): should it
 * answer with success, a release that came too late is told as one that was made.
 *
 * <p>A look is one DescribeAddresses. A change is a look at the target's interface and one AssociateAddress, with
 * {@code AllowReassociation=false} where nobody was seen. A release is a look for the id of the association, and one
 * DisassociateAddress of exactly that. The doctor is told whether AssociateAddress is allowed, by a dry run.
 *
 * <p>Refusals: UNKNOWN_ADDRESS if no Elastic IP of this account and region has the address. OCCUPIED if another Elastic IP is where it
 * would come to.
 *
 * <p>No call is retried by the SDK. Safe for use by several threads. {@link #close()} closes what this object created.
 */
public final class ElasticIpAssigner extends SingleEc2Assigner {

    private final ElasticIpSettings settings;

    private ElasticIpAssigner(Builder builder) {
        super(
                builder.connect(ElasticIpAssigner.class),
                builder.traits()
                        .conditional()
                        .hostSide(Traits.HostSide.NONE)
                        .knowsHosts()
                        .build());
        this.settings = ElasticIpSettings.of(builder.privateAddresses);
    }

    /** Starts an assigner with settings of its own. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    ElasticIpNetwork network(Ec2Calls attempt) {
        return new ElasticIpNetwork(attempt, settings);
    }

    /**
     * The public address of an Elastic IP, for {@link org.floatingip.FloatingIp#at(IpAddress)}.
     *
     * @param allocationId for example {@code eipalloc-0123456789abcdef0}
     * @throws org.floatingip.RefusedException REJECTED if EC2 knows none, in its words; UNSUPPORTED_ADDRESS if it is a carrier
     *     IP or a customer-owned one
     */
    public IpAddress addressOf(String allocationId) {
        return network(attempt()).addressOf(Objects.requireNonNull(allocationId, "allocationId"));
    }

    /** The settings of an {@link ElasticIpAssigner}. Not safe for use by several threads. */
    public static final class Builder extends Ec2AssignerBuilder<Builder> {

        private final Map<String, IpAddress> privateAddresses = new HashMap<>();

        private Builder() {}

        /**
         * On which private address of a host the Elastic IP is put. Default: the primary one of its interface. Of several interfaces
         * of a host, it is put on the one that has that address. If it is on another one of that interface already, it stays there,
         * with a warning.
         *
         * @param host an instance id or an ENI id, as targets are named
         * @param privateAddress one that the interface has when the Elastic IP is moved
         * @throws IllegalArgumentException if the host is no id, or the address no address
         */
        public Builder privateAddress(String host, String privateAddress) {
            privateAddresses.put(HostId.of(host).value(), IpAddress.of(privateAddress));
            return this;
        }

        /**
         * Makes the assigner.
         *
         * @throws IllegalStateException if a client was given together with something that it has already
         * @throws software.amazon.awssdk.core.exception.SdkClientException if no region was given and none is found
         */
        public ElasticIpAssigner build() {
            return new ElasticIpAssigner(this);
        }
    }
}
