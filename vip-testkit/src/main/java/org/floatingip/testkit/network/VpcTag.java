package org.floatingip.testkit.network;

/**
 * A tag, and what it is on.
 *
 * @param resourceId for example {@code i-0...}
 * @param resourceType as EC2 names it: {@code instance}, {@code network-interface}, {@code elastic-ip}, {@code subnet}, {@code vpc},
 *     {@code subnet-cidr-reservation}, {@code route-table}
 * @param key its key
 * @param value its value; may be empty
 */
public record VpcTag(String resourceId, String resourceType, String key, String value) {}
