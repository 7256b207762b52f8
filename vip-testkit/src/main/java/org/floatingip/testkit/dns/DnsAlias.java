package org.floatingip.testkit.dns;

/**
 * The target of an alias record in Route 53. It is stored and returned, but never followed here.
 *
 * @param zoneId the zone of the target
 * @param name the name of the target
 * @param evaluateTargetHealth whether the target's health counts
 */
public record DnsAlias(String zoneId, String name, boolean evaluateTargetHealth) {}
