package org.floatingip.aws.internal;

import org.floatingip.HostId;
import org.floatingip.doctor.Checks;
import org.floatingip.doctor.Finding;
import software.amazon.awssdk.services.ec2.model.Instance;

/** Whether a host runs, as a finding. */
final class HostState {

    private HostState() {}

    /** @throws org.floatingip.FloatingIpException when that can't be read */
    static Finding of(Ec2Calls calls, String subject, HostId host) {
        if (!host.value().startsWith("i-")) {
            return Finding.warning(
                    Checks.HOST_STATE,
                    subject,
                    "the interface is attached to no instance: nobody answers there",
                    "attach it to an instance");
        }
        Instance instance = calls.instance(host.value()).orElse(null);
        String state = instance == null ? null : Ec2States.of(instance);
        if (state == null) {
            return Finding.unknown(
                    Checks.HOST_STATE, subject, "EC2 does not say whether the instance is running", "look again");
        }
        return state.equals(Ec2States.RUNNING)
                ? Finding.ok(Checks.HOST_STATE, subject, "the instance is running")
                : Finding.warning(
                        Checks.HOST_STATE, subject, "the instance is " + state + ": nobody answers there", "start it");
    }
}
