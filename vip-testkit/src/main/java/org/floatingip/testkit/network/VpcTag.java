package org.floatingip.testkit.network;

/**
 * A tag of a resource.
 *
 * @param resourceId for example {@code i-0...}
 * @param resourceType EC2's name of the type: {@code instance}, {@code network-interface}, {@code elastic-ip}, {@code subnet},
 *     {@code vpc}, {@code subnet-cidr-reservation}, {@code route-table}, {@code security-group}
 * @param key its key
 * @param value its value; may be empty
 */
public record VpcTag(String resourceId, String resourceType, String key, String value) {}
