package org.floatingip.aws.internal;

import java.util.ArrayList;
import java.util.List;
import org.floatingip.FloatingIpException;
import org.floatingip.IpAddress;
import org.floatingip.aws.IamWay;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import org.floatingip.failure.PermissionDeniedException;
import org.floatingip.spi.Survey;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/** What EC2 can tell of an Elastic IP and of a host before it is moved. Reads only. Used for one attempt. */
public final class ElasticIpDiagnosis {

    private final ElasticIpNetwork network;
    private final List<Finding> found = new ArrayList<>();

    public ElasticIpDiagnosis(ElasticIpNetwork network) {
        this.network = network;
    }

    /** Whether it may be moved, as far as a dry run proves it. */
    public List<Finding> ofAddress(IpAddress address, Survey survey) {
        String permission = "ec2:AssociateAddress";
        String interfaceId = survey.placement().interfaceId();
        try {
            network.locate(address);
            network.elasticIps().tryAssociate(String.valueOf(network.allocationOf(address)), interfaceId);
            found.add(Finding.ok(Checks.PERMISSION, permission, "proven by a dry run for " + interfaceId));
        } catch (PermissionDeniedException e) {
            // Who only looks should not be able to move it.
            found.add(Finding.warning(
                    Checks.PERMISSION,
                    e.action(),
                    "it is not allowed to the credentials in use: a move with them would be refused",
                    "allow " + e.action() + " to them"));
        } catch (FloatingIpException e) {
            found.add(Ec2Diagnosis.unknownBy(Checks.PERMISSION, permission, e));
        }
        found.add(Ways.ofAddress(IamWay.ELASTIC_IP, address, null));
        return found;
    }

    /** Whether the host runs. */
    public List<Finding> ofTarget(Survey survey) {
        String subject = survey.placement().host().value();
        try {
            NetworkInterface eni =
                    network.calls().networkInterface(survey.placement().interfaceId());
            found.add(HostState.of(network.calls(), subject, Candidate.hostOf(eni)));
            found.add(Ways.ofHost(subject, eni));
        } catch (FloatingIpException e) {
            found.add(Ec2Diagnosis.unknownBy(Checks.HOST_STATE, subject, e));
        }
        return found;
    }
}
