/**
 * Moves secondary private IPv4 addresses between EC2 network interfaces, with the AWS SDK for Java 2.
 *
 * <p>Start at {@link org.floatingip.aws.Ec2IpAssigner}.
 */
@NullMarked
package org.floatingip.aws;

import org.jspecify.annotations.NullMarked;
