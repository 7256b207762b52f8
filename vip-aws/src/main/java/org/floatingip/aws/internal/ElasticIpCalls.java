package org.floatingip.aws.internal;

import java.util.List;
import org.floatingip.IpAddress;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.DescribeAddressesResponse;

/** The calls to EC2 about Elastic IPs, within the time of one attempt. Safe for use by several threads. */
final class ElasticIpCalls {

    static final String DESCRIBE = "ec2:DescribeAddresses";

    private final Ec2Calls calls;
    private final Ec2Client client;

    ElasticIpCalls(Ec2Calls calls) {
        this.calls = calls;
        this.client = calls.client();
    }

    /** The Elastic IP of that address; empty if this account and region have none. DescribeAddresses has no pages. */
    List<Address> withAddress(IpAddress address) {
        return filtered("public-ip", address.toString());
    }

    /** Those that are on an interface. */
    List<Address> on(String interfaceId) {
        return filtered("network-interface-id", interfaceId);
    }

    private List<Address> filtered(String name, String value) {
        DescribeAddressesResponse answer = calls.call(
                "DescribeAddresses",
                own -> client.describeAddresses(
                        request -> request.filters(Ec2Calls.filter(name, value)).overrideConfiguration(own)));
        Answers.check(answer.hasAddresses(), DESCRIBE, "addressesSet");
        return answer.addresses();
    }

    /** The Elastic IP of that allocation; refused by EC2 if there is none. */
    List<Address> allocated(String allocationId) {
        DescribeAddressesResponse answer = calls.call(
                "DescribeAddresses",
                own -> client.describeAddresses(
                        request -> request.allocationIds(allocationId).overrideConfiguration(own)));
        Answers.check(answer.hasAddresses(), DESCRIBE, "addressesSet");
        return answer.addresses();
    }

    /**
     * AssociateAddress: one HTTP request, never repeated. Whatever Elastic IP is on the private address is displaced without a word.
     *
     * @param privateAddress null for the interface's primary one
     * @param allowReassociation whether it may be taken from where it is
     */
    void associate(
            String allocationId,
            String interfaceId,
            @Nullable IpAddress privateAddress,
            boolean allowReassociation,
            Ec2Calls.Meaning known) {
        calls.call(
                "AssociateAddress",
                true,
                known,
                own -> client.associateAddress(request -> request.allocationId(allocationId)
                        .networkInterfaceId(interfaceId)
                        .privateIpAddress(privateAddress == null ? null : privateAddress.toString())
                        .allowReassociation(allowReassociation)
                        .overrideConfiguration(own)));
    }

    /** DisassociateAddress of one association, which is never of another one: one HTTP request, never repeated. */
    void disassociate(String associationId, Ec2Calls.Meaning known) {
        calls.call(
                "DisassociateAddress",
                true,
                known,
                own -> client.disassociateAddress(
                        request -> request.associationId(associationId).overrideConfiguration(own)));
    }

    /**
     * Tries AssociateAddress as a dry run. Should that be ignored, an Elastic IP that is in use stays where it is.
     *
     * @param privateAddress null for the interface's primary one
     */
    void tryAssociate(String allocationId, String interfaceId, @Nullable IpAddress privateAddress) {
        calls.dryRun(
                "AssociateAddress",
                own -> client.associateAddress(request -> request.dryRun(true)
                        .allocationId(allocationId)
                        .networkInterfaceId(interfaceId)
                        .privateIpAddress(privateAddress == null ? null : privateAddress.toString())
                        .allowReassociation(false)
                        .overrideConfiguration(own)));
    }
}
