package org.floatingip.cli.internal;

import org.floatingip.FloatingIp;
import org.floatingip.IpAddress;
import org.floatingip.aws.Ec2IpAssigner;

/** A command that asks EC2. */
abstract class Ec2Command extends AwsCommand {

    @Override
    final int work() {
        try (Ec2IpAssigner assigner = options.assigner(output.timeout())) {
            return run(assigner);
        }
    }

    abstract int run(Ec2IpAssigner assigner);

    FloatingIp floatingIp(IpAddress address, Ec2IpAssigner assigner) {
        return builder(address, assigner).build();
    }

    FloatingIp.Builder builder(IpAddress address, Ec2IpAssigner assigner) {
        return FloatingIp.at(address).assigner(assigner).timeout(output.timeout());
    }
}
