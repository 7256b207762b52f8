/**
 * Moves floating IPs in EC2, and keeps their names in Route 53, with the AWS SDK for Java 2.
 *
 * <p>Start at {@link org.floatingip.aws.Ec2IpAssigner} for secondary private IPv4 addresses.
 */
@NullMarked
package org.floatingip.aws;

import org.jspecify.annotations.NullMarked;
